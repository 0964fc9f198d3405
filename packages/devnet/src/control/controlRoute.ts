export type Fields = Readonly<Record<string, unknown>>

/** A request as its handler gets it. */
type Asked = {
  /** In the path. */
  readonly id: string
  /** Of a body that is an object. */
  readonly fields: Fields
  readonly body: unknown
}

/** A request of control, and what it does. */
export type ControlRoute = {
  readonly method: string
  readonly path: string
  /** @returns The body of the answer, `{}` without one. */
  readonly handle: (asked: Asked) => unknown
}
