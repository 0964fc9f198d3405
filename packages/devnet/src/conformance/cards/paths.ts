import { Asset, Operation } from '@stellar/stellar-sdk'
import type { Card } from '../card.ts'
import { holds, same } from '../expectations.ts'
import { STRANGER } from '../identifiers.ts'
import { at, type Json, textAt, textsAt } from '../json.ts'
import type { Probe } from '../probe.ts'
import { BAD_REQUEST, isBadRequest, isProblem } from '../problems.ts'
import { hasShape } from '../shape.ts'

const search = 'Horizon: path finding'
const send = 'Horizon: GET /paths/strict-send'
const receive = 'Horizon: GET /paths/strict-receive'
const NATIVE = { asset_type: 'native' } as const

function usdQuery({ stage }: Probe, prefix: string): string {
  return `${prefix}_asset_type=credit_alphanum4&${prefix}_asset_code=USD&${prefix}_asset_issuer=${stage.parties.issuer.id}`
}

function strictSend({ records }: Probe, amount: string, destinations: string): Promise<readonly Json[]> {
  return records(`/paths/strict-send?source_asset_type=native&source_amount=${amount}&${destinations}`)
}

function usd({ stage }: Probe): string {
  return `USD:${stage.parties.issuer.id}`
}

/** Paths over books and pools. */
export const pathCards: readonly Card[] = [
  {
    number: 364,
    title: 'a path has its members in order, and no links',
    source: search,
    needs: 'stage',
    run: async (probe) => {
      const [path] = await strictSend(probe, '10', `destination_assets=${usd(probe)}`)
      hasShape(
        'path',
        path,
        'source_asset_type source_asset_code? source_asset_issuer? source_amount$ destination_asset_type ' +
          'destination_asset_code? destination_asset_issuer? destination_amount$ path[]',
      )
    },
  },
  {
    number: 365,
    title: 'paths are records alone: no links, no pages',
    source: search,
    needs: 'stage',
    run: async (probe) => {
      const page = await probe.read(
        `/paths/strict-send?source_asset_type=native&source_amount=10&destination_assets=${usd(probe)}`,
      )
      same('members', Object.keys(page), ['_embedded'])
    },
  },
  {
    number: 366,
    title: 'what is sent goes over the book by its exact prices, rounded down',
    source: search,
    needs: 'stage',
    run: async (probe) => {
      const [direct] = await strictSend(probe, '10', `destination_assets=${usd(probe)}`)
      same(
        'amounts',
        [textAt(direct, 'source_amount'), textAt(direct, 'destination_amount')],
        ['10.0000000', '5.0000000'],
      )
      same('path', at(direct, 'path'), [])
    },
  },
  {
    number: 367,
    title: 'what is to arrive is bought over the levels of the book, one after the other',
    source: search,
    needs: 'stage',
    run: async (probe) => {
      const query = `${usdQuery(probe, 'destination')}&destination_amount=15&source_assets=native`
      const [path] = await probe.records(`/paths/strict-receive?${query}`)
      // 13 at 2 and 2 at 2.5
      same('amounts', [textAt(path, 'source_amount'), textAt(path, 'destination_amount')], ['31.0000000', '15.0000000'])
    },
  },
  {
    number: 368,
    title: 'paths is the older name of strict-receive',
    source: receive,
    needs: 'stage',
    run: async (probe) => {
      const query = `${usdQuery(probe, 'destination')}&destination_amount=1&source_assets=native`
      same('paths', await probe.records(`/paths?${query}`), await probe.records(`/paths/strict-receive?${query}`))
    },
  },
  {
    number: 369,
    title: 'a path leads through pools, and names the assets between',
    source: search,
    needs: 'stage',
    run: async (probe) => {
      const { issuer } = probe.stage.parties
      const query = `source_asset_type=credit_alphanum4&source_asset_code=EUR&source_asset_issuer=${issuer.id}&source_amount=1`
      const paths = await probe.records(`/paths/strict-send?${query}&destination_assets=${usd(probe)}`)
      const best = paths[0] // EUR for lumens in the pool, lumens for USD in the book
      same('path', at(best, 'path'), [NATIVE])
      holds('something arrives', Number(textAt(best, 'destination_amount')) > 0, textAt(best, 'destination_amount'))
    },
  },
  {
    number: 370,
    title: 'an account stands for the assets of its lines, and lumens',
    source: send,
    needs: 'stage',
    run: async (probe) => {
      const paths = await strictSend(probe, '10', `destination_account=${probe.stage.parties.payer.id}`)
      same('assets', textsAt(paths, 'destination_asset_type'), ['credit_alphanum4', 'native'])
      same('the asset itself', textsAt(paths, 'destination_amount'), ['5.0000000', '10.0000000'])
    },
  },
  {
    number: 371,
    title: 'a source account is passed over where it could not pay',
    source: receive,
    needs: 'stage',
    run: async (probe) => {
      const query = (amount: string): string =>
        `/paths/strict-receive?${usdQuery(probe, 'destination')}&destination_amount=${amount}&source_account=${probe.stage.newbie.id}`
      const sources = async (amount: string): Promise<readonly string[]> =>
        textsAt(await probe.records(query(amount)), 'source_asset_type')
      same('for little', await sources('1'), ['native'])
      same('for more than it has', await sources('30'), [])
    },
  },
  {
    number: 372,
    title: 'a source account does not trade with itself',
    source: receive,
    needs: 'stage',
    run: async (probe) => {
      const { maker } = probe.stage.parties
      const query = `${usdQuery(probe, 'destination')}&destination_amount=1&source_account=${maker.id}`
      const paths = await probe.records(`/paths/strict-receive?${query}`)
      same(
        'in lumens',
        paths.filter((path) => at(path, 'source_asset_type') === 'native'),
        [],
      )
    },
  },
  {
    number: 373,
    title: 'an asset without a market leads nowhere, and a stranger has none',
    source: search,
    run: async ({ records }) => {
      const query = 'source_asset_type=native&source_amount=1'
      same('asset', await records(`/paths/strict-send?${query}&destination_assets=NONE:${STRANGER}`), [])
    },
  },
  {
    number: 374,
    title: 'a search needs one of both, an account or assets, and says so without a field',
    source: search,
    run: async ({ get }) => {
      const detail = (side: string): string =>
        `The request requires either a list of ${side} assets or a ${side} account. Both fields cannot be present.`
      const query = '/paths/strict-send?source_asset_type=native&source_amount=1'
      isProblem(await get(query), { ...BAD_REQUEST, detail: detail('destination') })
      const both = `&destination_assets=native&destination_account=${STRANGER}`
      isProblem(await get(`${query}${both}`), { ...BAD_REQUEST, detail: detail('destination') })
      const other = '/paths/strict-receive?destination_asset_type=native&destination_amount=1'
      isProblem(await get(other), { ...BAD_REQUEST, detail: detail('source') })
    },
  },
  {
    number: 437,
    title: 'an account with more than fourteen lines is too much for a search',
    source: search,
    needs: 'stage',
    timeoutMs: 60_000,
    run: async (probe) => {
      const collector = await probe.fund()
      const codes = Array.from({ length: 15 }, (_, index) => `C${index}`)
      const asset = (code: string): Asset => new Asset(code, probe.stage.parties.provider.id)
      await probe.send(
        collector,
        codes.map((code) => Operation.changeTrust({ asset: asset(code) })),
      )
      const query = `source_asset_type=native&source_amount=1&destination_account=${collector.id}`
      const reason =
        'account has too many trustlines to use this endpoint (number of trustlines plus native XLM exceeds limit of 15)'
      isBadRequest(await probe.get(`/paths/strict-send?${query}`), 'destination_account', reason)
    },
  },
]
