import { InvalidOptionError } from '@sdex/primitives'

/** What every check of an option throws: `wanted` ends the sentence that begins with "Pass". */
export function invalidOption(name: string, value: unknown, wanted: string): InvalidOptionError {
  return new InvalidOptionError({
    message: `${name} is ${typeof value === 'string' ? `'${value}'` : String(value)}.`,
    remedy: `Pass ${wanted}.`,
    input: value,
  })
}
