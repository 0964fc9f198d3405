import { accountIdOf } from '@sdex/testkit'
import type { Trade } from '@sdex/transport'
import { accountId, market, startMs } from './fakeNetwork.ts'

/** A trade of 40 stroops of XLM (base, offer 7) for 10 of USD (counter, offer 8). */
export function tradeOf(args: {
  readonly ledger: number
  readonly index?: number | undefined
  readonly own: 'base' | 'counter' | 'neither'
  readonly baseIsSeller: boolean
  readonly amount?: bigint | undefined
}): Trade {
  const { ledger, index = 0, own, baseIsSeller, amount = 40n } = args
  const id = `${(BigInt(ledger) << 32n) | 4097n}-${index}`
  const [mine, theirs] = [accountId, accountIdOf('other')]
  return {
    ...{ id, pagingToken: id, closedAtMs: startMs + 5_000 * (ledger - 100), type: 'orderbook', baseIsSeller },
    base: { asset: market.base, amount, account: own === 'base' ? mine : theirs, offerId: 7n },
    counter: { asset: market.quote, amount: amount / 4n, account: own === 'counter' ? mine : theirs, offerId: 8n },
    price: { n: 1n, d: 4n },
  }
}
