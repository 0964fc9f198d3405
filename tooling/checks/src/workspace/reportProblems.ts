/** Ends a check: prints what is wrong, one problem a line, or `fine` when nothing is. */
export function reportProblems(problems: readonly string[], fine: string): void {
  if (problems.length === 0) {
    process.stdout.write(`${fine}\n`)
    return
  }
  process.stdout.write(`${problems.join('\n')}\n`)
  process.exitCode = 1
}
