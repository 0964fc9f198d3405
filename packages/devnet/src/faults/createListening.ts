/** Whether anybody listens: as long as the user wants it, and no fault is against it. */
export type Listening = {
  /** @throws what the listener throws, such as for a port that was taken meanwhile. */
  setWanted(isWanted: boolean): Promise<void>
  setRefused(isRefused: boolean): Promise<void>
}

/** Makes a switch for a listener that is off. Starts and stops happen one after the other. */
export function createListening(listener: { listen(): Promise<void>; stopListening(): Promise<void> }): Listening {
  let [isWanted, isRefused] = [false, false]
  let last: Promise<void> = Promise.resolve()

  const settle = (): Promise<void> => {
    const turned = last.then(() => (isWanted && !isRefused ? listener.listen() : listener.stopListening()))
    last = turned.catch(() => undefined) // told to whoever asked for it
    return turned
  }
  return {
    setWanted: (wanted) => {
      isWanted = wanted
      return settle()
    },
    setRefused: (refused) => {
      isRefused = refused
      return settle()
    },
  }
}
