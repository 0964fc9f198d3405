import type { Card } from '../card.ts'
import { holds, need, same } from '../expectations.ts'
import { cursorOf, FAR } from '../identifiers.ts'
import { at, listAt, textAt } from '../json.ts'
import type { Probe } from '../probe.ts'
import { BEFORE_HISTORY, isProblem, NOT_FOUND } from '../problems.ts'

const retention = 'Horizon: history retention'

/** The oldest ledger kept, where older ones are gone. */
async function elder({ read }: Probe): Promise<number> {
  const oldest = Number(textAt(await read('/'), 'history_elder_ledger'))
  return need(oldest > 3 ? oldest : undefined, 'The server keeps every ledger since the first.')
}

/** What is before the oldest ledger kept, and behind the newest. */
export const retentionCards: readonly Card[] = [
  {
    number: 40,
    title: 'an ascending page from before the oldest ledger begins with the oldest',
    source: retention,
    run: async (probe) => {
      const before = await elder(probe)
      const sequence = Number(textAt(await probe.first('/ledgers?cursor=1&limit=1'), 'sequence'))
      const after = await elder(probe)
      holds('it is the oldest', before <= sequence && sequence <= after, [before, sequence, after])
    },
  },
  {
    number: 41,
    title: 'that page says in its links what was asked, not where it began',
    source: retention,
    run: async (probe) => {
      await elder(probe)
      same('cursor', cursorOf(textAt(await probe.read('/ledgers?cursor=1&limit=1'), '_links.self.href')), '1')
    },
  },
  {
    number: 42,
    title: 'a descending page from before the oldest ledger is gone',
    source: retention,
    run: async (probe) => {
      await elder(probe)
      isProblem(await probe.get(`/ledgers?order=desc&cursor=${2n << 32n}`), BEFORE_HISTORY)
    },
  },
  {
    number: 43,
    title: 'a ledger from before the oldest is gone',
    source: retention,
    run: async (probe) => {
      await elder(probe)
      isProblem(await probe.get('/ledgers/2'), BEFORE_HISTORY)
    },
  },
  {
    number: 44,
    title: 'ledger 0 is gone rather than not found',
    source: retention,
    run: async ({ get }) => isProblem(await get('/ledgers/0'), BEFORE_HISTORY),
  },
  {
    number: 45,
    title: 'the transactions of ledger 0 are those of all ledgers',
    source: 'Horizon: children of a ledger',
    run: async ({ records }) => {
      const all = await records('/transactions?limit=5&order=asc')
      const children = await records('/ledgers/0/transactions?limit=5&order=asc')
      same(
        'hashes',
        children.map((record) => textAt(record, 'hash')),
        all.map((record) => textAt(record, 'hash')),
      )
    },
  },
  {
    number: 46,
    title: 'a ledger that has not closed is not found',
    source: retention,
    run: async ({ get }) => isProblem(await get('/ledgers/2147483647'), NOT_FOUND),
  },
  {
    number: 47,
    title: 'behind the newest record is an empty page',
    source: retention,
    run: async ({ get }) => {
      const { status, body } = await get(`/transactions?cursor=${FAR}`)
      same('status and records', [status, listAt(body, '_embedded.records').length], [200, 0])
      same('records', at(body, '_embedded.records'), [])
    },
  },
  {
    number: 431,
    title: 'the children of a ledger that has not closed are not found',
    source: 'Horizon: children of a ledger',
    run: async ({ get }) => {
      for (const name of ['transactions', 'operations', 'payments', 'effects']) {
        isProblem(await get(`/ledgers/2147483647/${name}`), NOT_FOUND)
      }
    },
  },
  {
    number: 432,
    title: 'an operation from before the oldest ledger is gone',
    source: retention,
    run: async (probe) => {
      await elder(probe)
      isProblem(await probe.get(`/operations/${(2n << 32n) + 4_097n}`), BEFORE_HISTORY)
    },
  },
]
