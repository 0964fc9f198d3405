import {
  compareRatios,
  isSdexError,
  parseAmount,
  parseAsset,
  parseRatio,
  type Ratio,
  type Stroops,
} from '@sdex/primitives'
import { z } from 'zod'

/** YAML's failsafe schema leaves every scalar a string, so no number passes through a float on its way in. */
const scalar = z.string({ error: 'expected one value' })

/** A whole number within bounds. */
export function integer(min: number, max: number): z.ZodType<number, string> {
  return scalar.transform((text, context) => {
    const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    return value >= min && value <= max
      ? value
      : refuse(context, `${JSON.stringify(text)} is no whole number: write one from ${min} to ${max}`)
  })
}

/** A decimal number between two others, both included, kept exact. */
export function decimal(min: string, max: string): z.ZodType<Ratio, string> {
  const [lowest, highest] = [parseRatio(min), parseRatio(max)]
  return scalar.transform((text, context) => {
    const value = attempt(() => parseRatio(text))
    return value !== undefined && compareRatios(value, lowest) >= 0 && compareRatios(value, highest) <= 0
      ? value
      : refuse(context, `${JSON.stringify(text)} is out of range: write a decimal number from ${min} to ${max}`)
  })
}

/** Units of an asset, 7 decimals at most, as stroops. */
export function amount(min: Stroops): z.ZodType<Stroops, string> {
  return scalar.transform((text, context) => {
    const value = attempt(() => parseAmount(text))
    return value !== undefined && value >= min
      ? value
      : refuse(
          context,
          `${JSON.stringify(text)} is no amount: write units${min > 0n ? ' above 0' : ''}, with at most 7 decimals`,
        )
  })
}

/** `XLM`, `CODE:ISSUER`, or a code alone, which only devnet can resolve. */
export const assetText: z.ZodType<string, string> = scalar.transform((text, context) =>
  /^[a-zA-Z0-9]{1,12}$/.test(text) || attempt(() => parseAsset(text)) !== undefined
    ? text
    : refuse(context, `${JSON.stringify(text)} is no asset: write XLM or CODE:ISSUER`),
)

/** Any text that is not empty. */
export const text: z.ZodType<string, string> = scalar.transform((value, context) =>
  value.trim() === '' ? refuse(context, 'is empty: write a value or leave the key out') : value,
)

/** `true` or `false`. */
export const yesNo: z.ZodType<boolean, string> = scalar.transform((value, context) =>
  value === 'true' || value === 'false'
    ? value === 'true'
    : refuse(context, `${JSON.stringify(value)} is neither true nor false`),
)

/** One of a few words. */
export function choice<const Choice extends string>(choices: readonly Choice[]): z.ZodType<Choice, string> {
  return scalar.transform(
    (value, context) =>
      choices.find((candidate) => candidate === value) ??
      refuse(context, `${JSON.stringify(value)} is not known: write ${choices.join(' or ')}`),
  )
}

function refuse(context: z.core.$RefinementCtx<string>, message: string): never {
  context.addIssue(message)
  return z.NEVER
}

/** The parsed value, or `undefined` for text that primitives refuse. */
function attempt<Value>(parse: () => Value): Value | undefined {
  try {
    return parse()
  } catch (error) {
    if (isSdexError(error)) return undefined
    throw error
  }
}
