import { ClosedError } from '@sdex/primitives'

/** What a backend says to requests that came after `close()`, or did not end in the time that it left them. */
export function closedError(): ClosedError {
  return new ClosedError({ message: 'The connections were closed.', remedy: 'Make a new client.' })
}
