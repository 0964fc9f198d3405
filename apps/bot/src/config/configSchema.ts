import { compareRatios, parseRatio, type Ratio } from '@sdex/primitives'
import { z } from 'zod'
import { amount, assetText, choice, decimal, integer, text, yesNo } from './scalars.ts'

const zero: Ratio = parseRatio('0')

const feed = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('sdex'),
    /** How long the last price stays in force once a side of the book is empty. */
    maxAgeS: integer(1, 3600).default(15),
  }),
  z.strictObject({ type: z.literal('fixed'), price: decimal('0.0000001', '1000000000') }),
])

const buysell = z.strictObject({
  type: z.literal('buysell'),
  feed: text,
  amountOfBase: amount(1n),
  /** Shares: 0.01 moves the reference price up by one percent. */
  rateOffsetPercent: decimal('-0.9', '10').default(zero),
  /** Units of quote per base. */
  rateOffset: decimal('-1000000000', '1000000000').default(zero),
  rateOffsetPercentFirst: yesNo.default(false),
  levels: z
    .array(z.strictObject({ spread: decimal('0.000001', '0.999999'), amount: decimal('0.000001', '1000000') }))
    .min(1, 'is empty: write at least one level, like - { spread: 0.001, amount: 1 }')
    .max(20, 'has more than 20 levels: leave some out'),
  inventorySkew: z
    .strictObject({ target: decimal('0', '1'), range: decimal('0.000001', '1000000').default(parseRatio('1')) })
    .optional(),
})

/** The configuration's shape. Amounts come out as stroops, prices and shares as exact ratios. */
export const configSchema = z
  .strictObject({
    version: choice(['1']),
    network: z.strictObject({ passphrase: text }).optional(),
    pair: z.strictObject({ base: assetText, quote: assetText }),
    cycle: z.strictObject({ everyLedgers: integer(1, 1000).default(1) }).prefault({}),
    feeds: z.record(z.string(), feed),
    strategy: buysell,
    diff: z
      .strictObject({
        priceTol: decimal('0', '0.5').default(parseRatio('0.001')),
        amountTol: decimal('0', '1').default(parseRatio('0.05')),
      })
      .prefault({}),
    orders: z.strictObject({ validForS: integer(10, 300).default(30) }).prefault({}),
    fees: z.strictObject({ maxPerOp: integer(100, 10_000_000).default(5000) }).prefault({}),
    startup: z.strictObject({ existingOffers: choice(['adopt', 'cancel']).default('adopt') }).prefault({}),
    risk: z
      .strictObject({
        minBase: amount(0n).optional(),
        maxBase: amount(0n).optional(),
        maxNotional: amount(1n).optional(),
        reserveXlm: amount(0n).default(0n),
      })
      .optional(),
  })
  .superRefine((config, context) => {
    if (!Object.hasOwn(config.feeds, config.strategy.feed)) {
      const known = Object.keys(config.feeds).join(', ') || 'none is defined'
      context.addIssue({
        code: 'custom',
        path: ['strategy', 'feed'],
        message: `${JSON.stringify(config.strategy.feed)} is not under feeds (${known}): write a name that is`,
      })
    }
    if (config.strategy.levels.some((level) => compareRatios(config.diff.priceTol, level.spread) > 0)) {
      context.addIssue({
        code: 'custom',
        path: ['diff', 'priceTol'],
        // A kept bid could otherwise meet a new ask, and the ledger refuses to cross one's own offer.
        message: 'is wider than the smallest spread: write that or less',
      })
    }
    if (config.pair.base === config.pair.quote) {
      context.addIssue({ code: 'custom', path: ['pair', 'quote'], message: 'is the base itself: write another asset' })
    }
  })

/** A configuration that was checked. */
export type Config = z.output<typeof configSchema>
