import type { Status } from '@sdex/primitives'
import { accountIdOf } from '@sdex/testkit'
import { BehaviorSubject, Subject } from 'rxjs'
import { expect, test } from 'vitest'
import { ledgerOf, setUpStreams, watch } from '../../test/fakeStreams.ts'
import type { Ledger } from '../types/ledgers.ts'
import type { Offer } from '../types/offers.ts'
import type { AtLedger, Page, PageOptions } from '../types/requests.ts'
import { offersStream } from './offersStream.ts'

const seller = accountIdOf('trader')
const offer = (id: bigint, amount: bigint) => ({ id, seller, amount, pagingToken: String(id) }) as unknown as Offer

test('behavior: all offers of an account are told as of one ledger, and again when one changed or is gone', async () => {
  const { clock, context } = setUpStreams()
  const ledgers$ = new Subject<Ledger>()
  const status$ = new BehaviorSubject<Status>({ state: 'live' })
  let [ledger, offers] = [7, [offer(1n, 10n), offer(2n, 20n)]]
  const asked: (number | undefined)[] = []
  Object.assign(context.reads, {
    offers: async ({ minLedger }: PageOptions): Promise<AtLedger<Page<Offer>>> => {
      asked.push(minLedger)
      return { ledger, value: { records: offers, nextCursor: undefined } }
    },
    ledger: async (sequence: number) => ledgerOf(sequence),
  })
  const stream = watch(offersStream(context, { records$: ledgers$, status$ }, seller))
  const close = async (sequence: number): Promise<void> => {
    ledger = sequence
    ledgers$.next(ledgerOf(sequence))
    await clock.advance(0)
  }
  await close(7)
  await close(8)
  offers = [offer(1n, 4n)]
  await close(9)
  expect(stream.records.map(({ ledger: of, value }) => [of, value.map(({ id, amount }) => [id, amount])])).toEqual([
    [
      7,
      [
        [1n, 10n],
        [2n, 20n],
      ],
    ],
    [9, [[1n, 4n]]],
  ])
  expect(stream.shown).toBe('live')
})
