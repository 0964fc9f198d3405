import { InvalidOptionError } from '@sdex/primitives'

/** What was asked for is not there. */
export class NotThereError extends InvalidOptionError {}

export function notThere(what: string, id: string): NotThereError {
  return new NotThereError({
    message: `There is no ${what} ${id}.`,
    remedy: 'Use an id that was given out, of what is not over.',
    input: id,
  })
}

export function tooMany(what: string, max: number): InvalidOptionError {
  return new InvalidOptionError({
    message: `There are ${max} ${what}.`,
    remedy: 'Delete some, or start another network.',
  })
}
