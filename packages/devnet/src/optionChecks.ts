import { InvalidOptionError } from '@sdex/primitives'
import { checkWhole } from './checkWhole.ts'

/** Throws InvalidOptionError for a value that an option of this name cannot have. */
export type OptionCheck = (name: string, value: unknown) => void

/**
 * Holds plain data against the options that there are. What is undefined counts as left out.
 *
 * @param within.name - The option that has these in it, such as `rateLimit`.
 * @throws InvalidOptionError for what is no object, an option that does not exist, or a value that it cannot have.
 */
export function checkOptions(
  options: unknown,
  checks: Readonly<Record<string, OptionCheck>>,
  within?: { readonly name: string },
): void {
  const names = Object.keys(checks).join(', ')
  if (typeof options !== 'object' || options === null) {
    throw refusal(within?.name ?? 'options', options, `Give an object with some of ${names}.`)
  }
  const at = within === undefined ? '' : `${within.name}.`
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(checks, name)) {
      throw new InvalidOptionError({
        message: `${at}${name} is no option.`,
        remedy: `Leave it out: there are ${names}.`,
        input: value,
      })
    }
    if (value !== undefined) checks[name]?.(`${at}${name}`, value)
  }
}

export function whole(min: number, max: number): OptionCheck {
  return (name, value) => checkWhole(name, value, { min, max })
}

export const text: OptionCheck = (name, value) => {
  if (typeof value !== 'string' || value === '') throw refusal(name, value, 'Give a text that is not empty.')
}

export const flag: OptionCheck = (name, value) => {
  if (typeof value !== 'boolean') throw refusal(name, value, 'Give true or false.')
}

export const callback: OptionCheck = (name, value) => {
  if (typeof value !== 'function') throw refusal(name, value, 'Give a function.')
}

/** One of a few texts, or else what another check takes. */
export function oneOf(choices: readonly string[], otherwise?: OptionCheck): OptionCheck {
  return (name, value) => {
    if (choices.includes(value as string)) return
    if (otherwise !== undefined && typeof value !== 'string') otherwise(name, value)
    else throw refusal(name, value, `Give ${choices.map((choice) => `'${choice}'`).join(' or ')}.`)
  }
}

export function refusal(name: string, value: unknown, remedy: string): InvalidOptionError {
  return new InvalidOptionError({ message: `${name} ${String(value)} is not possible.`, remedy, input: value })
}
