import { isSdexError, SdexError, sleep } from '@sdex/primitives'
import { expect } from 'vitest'
import { allAtOneLedger } from '../../src/pages/allAtOneLedger.ts'
import { recordsOf } from '../../src/pages/pagesOf.ts'
import type { HorizonClient } from '../../src/types/client.ts'
import { amountsOf, bookText, type Call, type CallContext, type Kind, untilRead } from './call.ts'
import { BALANCE_COUNT, type FaultStage } from './faultStage.ts'

/** Milliseconds until a read must have ended in any case. */
const LATEST_MS = 40_000

export const stateRead: Kind = (context) =>
  readCall(context, 'a read of state', ['/order_book'], async ({ client, stage }) => {
    const { ledger, value } = await client.orderBook(stage.market)
    expect(bookText(value)).toBe(amountsOf(stage.truth.get(ledger)?.offers))
  })

export const historyRead: Kind = (context) =>
  readCall(context, 'a read of history', [`/transactions/${context.stage.known}`], async ({ client, stage }) => {
    const found = await client.transaction(stage.known)
    expect([found?.hash, found?.successful]).toEqual([stage.known, true])
  })

export const pageWalk: Kind = (context) =>
  readCall(context, 'a page walk', [`/accounts/${context.stage.maker}/transactions`], async ({ client, stage }) => {
    const { maker, makers, known } = stage
    const found: string[] = []
    const read = (page: object) => client.transactions({ account: maker, ...page })
    for await (const { sourceAccount, hash } of recordsOf(read, { limit: 3, maxRecords: 30 })) {
      if (sourceAccount === maker) found.push(hash)
    }
    const own = found.slice(found.indexOf(known) + 1)
    expect(own.slice(0, 8)).toEqual(makers.slice(0, own.length))
    expect(own.length).toBeGreaterThan(4)
    expect(new Set(found).size).toBe(found.length)
  })

export const consistentRead: Kind = (context) =>
  readCall(context, 'allAtOneLedger', ['/claimable_balances'], async ({ client }) => {
    const { value } = await allAtOneLedger((page) => client.claimableBalances(page), { limit: 2 })
    expect(new Set(value.map(({ id }) => id)).size).toBe(BALANCE_COUNT)
  })

/** A read that is made again and again: right, or refused by a typed error, within its time; and right when nothing is in its way any more. */
function readCall(
  { stage, client, row }: CallContext,
  name: string,
  paths: readonly string[],
  read: (on: { client: HorizonClient; stage: FaultStage }) => Promise<void>,
): Call {
  const { clock } = stage
  const attempt = async (): Promise<unknown> => {
    const startMs = clock.now()
    try {
      await read({ client, stage })
      return undefined
    } catch (error) {
      if (!(error instanceof SdexError && isSdexError(error))) throw error
      return error
    } finally {
      expect(clock.now() - startMs, `${row}: ${name} took too long`).toBeLessThan(LATEST_MS)
    }
  }
  return {
    name,
    targets: paths.map((path) => ({ path, stream: false })),
    ready: async () => {},
    work: async (isOver) => {
      while (!isOver()) {
        await attempt()
        await sleep(clock, 500)
      }
    },
    finish: () =>
      untilRead(clock, async () => {
        const error = await attempt()
        if (error !== undefined) throw error
      }),
  }
}
