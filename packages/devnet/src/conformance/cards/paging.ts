import type { Card } from '../card.ts'
import { holds, matches, need, same } from '../expectations.ts'
import { cursorOf, FAR, STRANGER } from '../identifiers.ts'
import { at, listAt, textAt } from '../json.ts'
import type { Probe } from '../probe.ts'
import { BAD_REQUEST, isBadRequest, isProblem } from '../problems.ts'

const links = 'Horizon: page links'
const cursors = 'Horizon: paging cursors'

/** A server that has just begun cannot fill a page. */
async function needLedgers(read: Probe['read'], count: number): Promise<void> {
  const root = await read('/')
  const kept = Number(at(root, 'history_latest_ledger')) - Number(at(root, 'history_elder_ledger')) + 1
  need(kept >= count || undefined, `The server has not ${count} ledgers yet.`)
}

/** How lists are cut into pages. */
export const pagingCards: readonly Card[] = [
  {
    number: 25,
    title: 'a page has ten records, ascending, and its self link says so',
    source: 'Horizon: paging defaults',
    run: async ({ read, horizonUrl }) => {
      await needLedgers(read, 10)
      const page = await read('/ledgers')
      same('records', listAt(page, '_embedded.records').length, 10)
      same('self', at(page, '_links.self.href'), `${horizonUrl}/ledgers?cursor=&limit=10&order=asc`)
    },
  },
  {
    number: 26,
    title: 'a page has up to 200 records',
    source: 'Horizon: paging defaults',
    run: async ({ records, read }) => {
      await needLedgers(read, 200)
      same('records', (await records('/ledgers?limit=200&order=desc')).length, 200)
    },
  },
  {
    number: 27,
    title: 'a page is links of self, next and prev, then the records',
    source: links,
    run: async ({ read }) => {
      const page = await read('/ledgers?limit=1')
      same('members', Object.keys(page), ['_links', '_embedded'])
      same('links', Object.keys(page['_links'] ?? {}), ['self', 'next', 'prev'])
      same('embedded', Object.keys(page['_embedded'] ?? {}), ['records'])
      same('self', Object.keys(at(page, '_links.self') ?? {}), ['href'])
    },
  },
  {
    number: 28,
    title: 'next has the token of the last record',
    source: links,
    run: async ({ read }) => {
      const page = await read('/ledgers?limit=3')
      same('cursor', cursorOf(textAt(page, '_links.next.href')), at(page, '_embedded.records.2.paging_token'))
      matches('order', at(page, '_links.next.href'), /limit=3&order=asc$/)
    },
  },
  {
    number: 29,
    title: 'prev has the token of the first record, and the other order',
    source: links,
    run: async ({ read }) => {
      const page = await read('/ledgers?limit=3')
      same('cursor', cursorOf(textAt(page, '_links.prev.href')), at(page, '_embedded.records.0.paging_token'))
      matches('order', at(page, '_links.prev.href'), /limit=3&order=desc$/)
    },
  },
  {
    number: 30,
    title: 'the next page of an empty page is itself',
    source: links,
    run: async ({ read, horizonUrl }) => {
      const page = await read(`/ledgers?cursor=${FAR}`)
      same('records', at(page, '_embedded.records'), [])
      same('next', at(page, '_links.next'), at(page, '_links.self') ?? null)
      same('prev', at(page, '_links.prev.href'), `${horizonUrl}/ledgers?cursor=${FAR}&limit=10&order=desc`)
    },
  },
  {
    number: 31,
    title: 'a page and the next are the page of both',
    source: cursors,
    run: async ({ records }) => {
      const both = await records('/ledgers?limit=4&order=desc')
      const cursor = textAt(both[1], 'paging_token')
      const next = await records(`/ledgers?limit=2&order=desc&cursor=${cursor}`)
      same(
        'sequences',
        next.map((ledger) => at(ledger, 'sequence') ?? 0),
        both.slice(2).map((ledger) => at(ledger, 'sequence') ?? 0),
      )
    },
  },
  {
    number: 32,
    title: 'a descending page from a record comes before it',
    source: cursors,
    run: async ({ first }) => {
      const newest = Number(textAt(await first('/ledgers?limit=1&order=desc'), 'sequence'))
      const cursor = BigInt(newest) << 32n
      same('sequence', at(await first(`/ledgers?limit=1&order=desc&cursor=${cursor}`), 'sequence'), newest - 1)
    },
  },
  {
    number: 33,
    title: 'now is the end of the newest ledger, as a number in the links',
    source: cursors,
    run: async ({ read, first }) => {
      const before = Number(textAt(await first('/ledgers?limit=1&order=desc'), 'sequence'))
      const cursor = BigInt(cursorOf(textAt(await read('/ledgers?cursor=now'), '_links.self.href')))
      const after = Number(textAt(await first('/ledgers?limit=1&order=desc'), 'sequence'))
      same('place in the ledger', (cursor & 0xffff_ffffn).toString(), 0xffff_ffffn.toString())
      const ledger = Number(cursor >> 32n)
      holds('the ledger is the newest', before <= ledger && ledger <= after, [before, ledger, after])
    },
  },
  {
    number: 34,
    title: 'nothing comes after now',
    source: cursors,
    run: async ({ records }) => same('records', await records('/ledgers?cursor=now'), []),
  },
  {
    number: 35,
    title: 'a Last-Event-ID counts before the cursor, also without a stream',
    source: cursors,
    run: async ({ get, first }) => {
      const token = textAt(await first('/ledgers?limit=1&order=desc'), 'paging_token')
      const { body } = await get('/ledgers?cursor=now&order=desc&limit=1', { 'Last-Event-ID': token })
      same('cursor in self', cursorOf(textAt(body, '_links.self.href')), token)
      same('record', at(body, '_embedded.records.0.sequence'), Number(BigInt(token) >> 32n) - 1)
    },
  },
  {
    number: 36,
    title: 'a cursor of two parts is none for a list of single ids, which is told without a field',
    source: cursors,
    run: async ({ get }) => isProblem(await get('/ledgers?cursor=5-1'), BAD_REQUEST),
  },
  {
    number: 37,
    title: 'of several faults one is told: a negative cursor, then limit, order, cursor',
    source: 'Horizon: order of paging checks',
    run: async ({ get }) => {
      const negative = 'the cursor -1 is a negative number: '
      isBadRequest(await get('/ledgers?cursor=-1&limit=0&order=x'), 'cursor', negative)
      isBadRequest(
        await get('/ledgers?cursor=x&limit=0&order=x'),
        'limit',
        'invalid limit: non-positive value provided',
      )
      isBadRequest(await get('/ledgers?cursor=x&order=x'), 'order', 'order: invalid value')
    },
  },
  {
    number: 38,
    title: 'a trade cursor of one number means after everything in that operation',
    source: cursors,
    needs: 'stage',
    run: async ({ records, stage }) => {
      const all = `/trades?account_id=${stage.parties.taker.id}&limit=200`
      const tokens = (await records(all)).map((trade) => textAt(trade, 'paging_token'))
      const [operation = ''] = need(
        tokens.find((token) => token.endsWith('-1')),
        'No operation traded twice.',
      ).split('-')
      const later = tokens.filter((token) => BigInt(token.split('-')[0] ?? '') > BigInt(operation))
      const page = await records(`${all}&cursor=${operation}`)
      same(
        'trades after it',
        page.map((trade) => textAt(trade, 'paging_token')),
        later,
      )
    },
  },
  {
    number: 39,
    title: 'values in links are form encoded, and the query is sorted by key',
    source: links,
    run: async ({ read, horizonUrl }) => {
      const asset = `ABC:${STRANGER}`
      const href = at(await read(`/offers?selling=${asset}&limit=1&buying=native`), '_links.self.href')
      const encoded = asset.replace(':', '%3A')
      same('self', href, `${horizonUrl}/offers?buying=native&cursor=&limit=1&order=asc&selling=${encoded}`)
    },
  },
]
