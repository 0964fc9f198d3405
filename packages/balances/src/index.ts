/**
 * What a Stellar account owns, what is locked and what it can spend, live.
 *
 * @packageDocumentation
 */

export { balancesEqual } from './balancesEqual.ts'
export { balanceOf, balancesOf } from './balancesOf.ts'
export { createBalances } from './createBalances.ts'
export { holdingOf } from './holdingOf.ts'
export type { AccountSource, AssetBalance, Balances, BalancesOptions, BalancesState } from './types.ts'
