import { Asset, Operation, type xdr } from '@stellar/stellar-sdk'
import { assetQuery } from '../assetQuery.ts'
import type { Card } from '../card.ts'
import { comesWithin, type EventReader } from '../eventReader.ts'
import { same } from '../expectations.ts'
import { at, type Json, listAt, textAt } from '../json.ts'
import type { Probe } from '../probe.ts'

const objects = 'Horizon: SSE change detection of objects'
const pages = 'Horizon: SSE change detection of pages'
const xlm = Asset.native()

/** A far ask for EUR, which meets nothing. */
function ask({ stage }: Probe, amount: string, offerId = '0'): xdr.Operation {
  return Operation.manageSellOffer({ selling: stage.eur, buying: xlm, amount, price: { n: 900, d: 1 }, offerId })
}

function bookPath({ stage }: Probe): string {
  return `/order_book?${assetQuery('selling', stage.eur)}&buying_asset_type=native`
}

async function data(events: EventReader): Promise<Json | undefined> {
  const event = await events.next()
  return event?.data === undefined ? undefined : (JSON.parse(event.data) as Json)
}

/** The id of an offer that a transaction has made. */
async function newOffer(probe: Probe, amount: string): Promise<string> {
  const { provider } = probe.stage.parties
  await probe.send(provider, [ask(probe, amount)])
  const [newest] = await probe.records(`/offers?seller=${provider.id}&order=desc&limit=1`)
  return textAt(newest, 'id')
}

/** What streams tell of what happens while they are open. */
export const liveStreamCards: readonly Card[] = [
  {
    number: 252,
    title: 'a book comes whole after hello, without an id',
    source: objects,
    needs: 'stage',
    run: async (probe) => {
      const events = await probe.events(bookPath(probe))
      await events.next()
      const snapshot = await events.next()
      same(
        'fields',
        snapshot?.text.split('\n').map((line) => line.split(': ', 1)[0] ?? ''),
        ['data'],
      )
      same('book', JSON.parse(snapshot?.data ?? '') as Json, await probe.read(bookPath(probe)))
    },
  },
  {
    number: 253,
    title: 'a book comes whole again when it has changed, and not before',
    source: objects,
    needs: 'stage',
    timeoutMs: 60_000,
    run: async (probe) => {
      const events = await probe.events(bookPath(probe))
      await events.next()
      const before = listAt(await data(events), 'asks').length
      await probe.ledgers(2)
      const offerId = await newOffer(probe, '1.5')
      const after = await data(events)
      same('asks', listAt(after, 'asks').length, before + 1)
      same('amount', textAt(after, `asks.${before}.amount`), '1.5000000')
      await probe.send(probe.stage.parties.provider, [ask(probe, '0', offerId)])
      same('asks at last', listAt(await data(events), 'asks').length, before)
    },
  },
  {
    number: 254,
    title: 'an object is sent ten times, then comes byebye',
    source: 'Horizon: SSE budget of a connection',
    needs: 'stage',
    timeoutMs: 180_000,
    run: async (probe) => {
      const events = await probe.events(`${bookPath(probe)}&limit=200`)
      const texts = [(await events.next())?.event, (await events.next())?.event]
      const offerId = await newOffer(probe, '2')
      texts.push((await events.next())?.event)
      for (const amount of [3, 4, 5, 6, 7, 8, 9]) {
        await probe.send(probe.stage.parties.provider, [ask(probe, amount.toString(), offerId)])
        texts.push((await events.next())?.event)
      }
      await probe.send(probe.stage.parties.provider, [ask(probe, '0', offerId)])
      texts.push(...(await events.rest()).map(({ event }) => event))
      same(
        'events',
        texts.map((name) => name ?? 'object'),
        ['open', ...Array.from({ length: 10 }, () => 'object'), 'close'],
      )
    },
  },
  {
    number: 255,
    title: 'an account is sent once, and never again however it changes',
    source: 'Horizon: SSE change detection of accounts, by id alone (stellar/go #2854)',
    needs: 'stage',
    timeoutMs: 60_000,
    run: async (probe) => {
      const { holder } = probe.stage.parties
      const events = await probe.events(`/accounts/${holder.id}`)
      await events.next()
      same('account', textAt(await data(events), 'id'), holder.id)
      await probe.send(holder, [Operation.bumpSequence({ bumpTo: '0' })])
      await probe.ledgers(1)
      same('what comes', (await comesWithin(events, probe.quiet()))?.text, undefined)
    },
  },
  {
    number: 256,
    title: 'the offers of an account stream as they are made, and not as they change',
    source: pages,
    needs: 'stage',
    timeoutMs: 60_000,
    run: async (probe) => {
      const { provider } = probe.stage.parties
      const first = await newOffer(probe, '2')
      const events = await probe.events(`/accounts/${provider.id}/offers?cursor=${first}&limit=2`)
      await events.next()
      await probe.send(provider, [ask(probe, '3', first)])
      const second = await newOffer(probe, '4')
      same('offer', (await events.next())?.id, second)
      await probe.send(provider, [ask(probe, '0', first), ask(probe, '0', second)])
    },
  },
  {
    number: 257,
    title: 'from now on no offer of an account streams: now is behind every offer id',
    source: pages,
    needs: 'stage',
    timeoutMs: 60_000,
    run: async (probe) => {
      const { provider } = probe.stage.parties
      const events = await probe.events(`/accounts/${provider.id}/offers?cursor=now`)
      await events.next()
      const offer = await newOffer(probe, '2')
      same('what comes', (await comesWithin(events, probe.quiet()))?.text, undefined)
      await probe.send(provider, [ask(probe, '0', offer)])
    },
  },
  {
    number: 258,
    title: 'a trade streams to its maker, with its id',
    source: pages,
    needs: 'stage',
    timeoutMs: 60_000,
    run: async (probe) => {
      const { holder, regulator } = probe.stage.parties
      const path = `/accounts/${holder.id}/trades`
      const events = await probe.events(`${path}?cursor=now&limit=1`)
      await events.next()
      const terms = { amount: '1', price: { n: 1, d: 1 }, offerId: '0' }
      const sell = Operation.manageSellOffer({ selling: probe.stage.reg, buying: xlm, ...terms })
      const buy = Operation.manageSellOffer({ selling: xlm, buying: probe.stage.reg, ...terms, source: regulator.id })
      await probe.send(holder, [sell, buy], { signers: [regulator] })
      const trade = await events.next()
      const [newest] = await probe.records(`${path}?order=desc&limit=1`)
      same('trade', JSON.parse(trade?.data ?? 'null') as Json, newest)
      same('id', trade?.id, textAt(newest, 'paging_token'))
    },
  },
  {
    number: 259,
    title: 'what happened between two connections comes with the second',
    source: 'Horizon: SSE resume',
    needs: 'stage',
    timeoutMs: 60_000,
    run: async (probe) => {
      const { holder } = probe.stage.parties
      const path = `/accounts/${holder.id}/transactions?limit=1`
      const first = await (await probe.events(path)).rest()
      const sent = await probe.send(holder, [Operation.bumpSequence({ bumpTo: '0' })])
      const all = await probe.records(`/accounts/${holder.id}/transactions?limit=200`)
      const missed = all.slice(1).map((row) => textAt(row, 'paging_token'))
      const resumed = await probe.events(`${path.replace('limit=1', `limit=${missed.length}`)}`, {
        'Last-Event-ID': first[1]?.id ?? '',
      })
      const ids = (await resumed.rest()).slice(1, -1).map(({ id }) => id ?? '')
      same('ids', ids, missed)
      same('last', ids.at(-1), textAt(sent, 'paging_token'))
    },
  },
  {
    number: 260,
    title: 'a data entry streams, and again when its value has changed',
    source: objects,
    needs: 'stage',
    timeoutMs: 60_000,
    run: async (probe) => {
      const { holder } = probe.stage.parties
      const put = (value: string | null): Promise<unknown> =>
        probe.send(holder, [Operation.manageData({ name: 'live', value })])
      await put('one')
      const events = await probe.events(`/accounts/${holder.id}/data/live`)
      await events.next()
      same('value', at(await data(events), 'value'), 'b25l')
      await put('two')
      same('value after', at(await data(events), 'value'), 'dHdv')
      await put(null)
    },
  },
]
