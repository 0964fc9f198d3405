/** An answer on its way from the server to the card. */
export type PassingAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly text: string
}

/** How one behaviour of a server is broken. What is not named here passes as it is. */
export type Breakage = {
  /** Which requests, by `GET /path?query`; all of them without it. */
  readonly on?: RegExp | undefined
  readonly answer?: (answer: PassingAnswer) => PassingAnswer
  /** One event of a stream, counted from 0; several when it is told twice; none when it is swallowed. */
  readonly event?: (text: string, index: number) => readonly string[]
}

/** By the number of the card that has to notice. */
export type Breakages = Readonly<Record<number, Breakage>>

/** Rewrites the body. */
export function inBody(from: string | RegExp, to: string, on?: RegExp): Breakage {
  return { on, answer: (answer) => ({ ...answer, text: answer.text.replace(from, to) }) }
}

/** Sets a header, or takes it away. */
export function header(name: string, value: string | undefined, on?: RegExp): Breakage {
  return { on, answer: (answer) => ({ ...answer, headers: { ...answer.headers, [name]: value } }) }
}

/** Answers with another status. */
export function status(code: number, on?: RegExp): Breakage {
  return { on, answer: (answer) => ({ ...answer, status: code }) }
}

/** Rewrites every event of a stream. */
export function inEvents(from: string | RegExp, to: string, on?: RegExp): Breakage {
  return { on, event: (text) => [text.replace(from, to)] }
}

/** Swallows events. */
export function withoutEvents(which: RegExp, on?: RegExp): Breakage {
  return { on, event: (text) => (which.test(text) ? [] : [text]) }
}

/** Exchanges two neighbouring members of an indented body, first with second. */
export function swapped(first: string, second: string, on?: RegExp): Breakage {
  const pattern = new RegExp(`( *"${first}": [^\\n]*[^,\\n]),\\n( *"${second}": [^\\n]*[^,\\n])(,?)\\n`)
  return inBody(pattern, '$2,\n$1$3\n', on)
}
