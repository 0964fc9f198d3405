/**
 * What the packages' tests share: arbitraries, a virtual clock, account ids.
 *
 * @packageDocumentation
 */
export { accountIdOf } from './accountIdOf.ts'
export {
  anyAccountId,
  anyAsset,
  anyExtremePrice,
  anyExtremeStroops,
  anyIssuedAsset,
  anyLargePrice,
  anyMarket,
  anyPrice,
  anySmallPrice,
  anySmallStroops,
  anyStroops,
} from './arbitraries.ts'
export { createVirtualClock, type VirtualClock } from './createVirtualClock.ts'
