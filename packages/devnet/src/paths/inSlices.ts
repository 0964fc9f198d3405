/** How long work may go on before others get their turn. */
export type Slices = {
  /** Units of work, as the generator yields them. */
  readonly maxWork: number
  /** Lets the event loop turn. */
  readonly pause: () => Promise<void>
}

/** Runs a generator that tells what it has done, with a pause whenever that adds up to a slice. */
export async function inSlices<Result>(work: Generator<number, Result>, { maxWork, pause }: Slices): Promise<Result> {
  let done = 0
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
    done += step.value
    if (done < maxWork) continue
    done = 0
    await pause()
  }
}
