/** What a store tells of itself. */
export type StoreReading = {
  /** Tokens without those that came back since `tickAtMs`. */
  readonly tokens: number
  /** A time at which a token came back, on the clock of this process; all others are whole intervals from it. */
  readonly tickAtMs: number
  /** Processes that share it. */
  readonly processes: number
}

/** What it tells when it can be reached, at first and after each outage. */
export type StoreSession = StoreReading & {
  /** Names what the store remembers: another one when it has forgotten. */
  readonly epoch: string
  /** This process was the first to open it: it is empty, and has to be filled. */
  readonly isNew: boolean
}

/** Who uses a store, and is told. */
export type StoreListener = {
  onUp(session: StoreSession): void
  /** It cannot be reached; a reason in words. */
  onDown(reason: string): void
  /** Tokens that are there, after somebody added or took some. */
  onTokens(tokens: number): void
  /** How it stands, from time to time. */
  onReading(reading: StoreReading): void
}

/** Port: the reservoir that processes share. A token comes back each interval, up to its maximum. */
export type BudgetStore = {
  /**
   * Adds tokens, or takes them when negative, below nothing too.
   *
   * @returns What is there then. Rejects soon when the store does not answer; then it may have been done or not. Before `onUp` is told again, and
   * before `close()` resolves, all that was asked for has come to its end.
   */
  add(tokens: number): Promise<number>
  close(): Promise<void>
}

/** Opens a store. `onDown` may be told before it returns; `onUp` never is, because who hears it answers through the store that is returned. */
export type OpenStore = (listener: StoreListener) => BudgetStore
