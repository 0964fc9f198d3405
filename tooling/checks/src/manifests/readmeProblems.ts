const block = /(?:<!-- example: (\S+) -->\s*)?^```ts\n([\s\S]*?)^```/gm

/**
 * Where the root README's code is not a file in `examples/`, which is run.
 *
 * @param readme - Its text; a comment `example: examples/x.ts` stands before each block of TypeScript.
 * @param read - The text of a file, or `undefined` when there is none.
 */
export function readmeProblems(readme: string, read: (file: string) => string | undefined): string[] {
  return [...readme.matchAll(block)].flatMap(([, file, code = '']) => {
    const line = code.split('\n')[0]
    if (!file) return [`README.md: no comment 'example: examples/….ts' before the block that starts with '${line}'`]
    const text = read(file)
    if (text === undefined) return [`README.md: there is no ${file}`]
    return text.trim() === code.trim() ? [] : [`README.md: the block of ${file} differs from that file`]
  })
}
