/** What a stream's last snapshot says. Kept as objects it would be moved about by every collection, with a thousand streams all the time. */
export type LastBytes = {
  memory: Uint8Array
  /** How many of the bytes are the snapshot's; `undefined` before the first. */
  length: number | undefined
}

const SPARE_BYTES = 128

/** None yet. */
export function noBytes(): LastBytes {
  return { memory: new Uint8Array(0), length: undefined }
}

/** Whether they are the same bytes again. */
export function isLast({ memory, length }: LastBytes, next: Uint8Array): boolean {
  if (next.length !== length) return false
  for (let at = 0; at < length; at += 1) if (memory[at] !== next[at]) return false
  return true
}

/** Copies them: what comes is a view that does not hold. */
export function keepLast(last: LastBytes, next: Uint8Array): void {
  if (next.length > last.memory.length) last.memory = new Uint8Array(next.length + SPARE_BYTES)
  last.memory.set(next)
  last.length = next.length
}
