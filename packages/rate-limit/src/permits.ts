/** Permits of `run()`: as many as may run at once. */
export type Permits = {
  free(): number
  inUse(): number
  take(): void
  release(): void
}

export function createPermits(count: number): Permits {
  let inUse = 0
  return {
    free: () => count - inUse,
    inUse: () => inUse,
    take: () => {
      inUse += 1
    },
    release: () => {
      inUse -= 1
    },
  }
}
