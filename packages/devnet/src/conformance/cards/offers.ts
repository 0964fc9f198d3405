import type { Card } from '../card.ts'
import { same } from '../expectations.ts'
import { STRANGER } from '../identifiers.ts'
import { at, type Json, textAt, textsAt } from '../json.ts'
import type { Probe } from '../probe.ts'
import { isProblem, NOT_FOUND } from '../problems.ts'
import { hasShape } from '../shape.ts'

const body = 'Horizon: offer resource'
const list = 'Horizon: GET /offers'

/** One of the maker's offers, as it is alone. */
function offer({ read, stage }: Probe, index: number): Promise<Json> {
  return read(`/offers/${stage.offerIds[index]}`)
}

/** Offers and lists of them. */
export const offerCards: readonly Card[] = [
  {
    number: 127,
    title: 'an offer has its members in order',
    source: body,
    run: async ({ records, first }) => {
      await first('/offers')
      for (const record of await records('/offers?limit=20')) {
        hasShape(
          'offer',
          record,
          '_links{self{href} offer_maker{href}} id"#" paging_token"#" seller selling{asset_type asset_code? asset_issuer?} ' +
            'buying{asset_type asset_code? asset_issuer?} amount$ price_r{n# d#} price last_modified_ledger# last_modified_time@~ sponsor?',
        )
      }
    },
  },
  {
    number: 128,
    title: 'an offer links to itself and to its maker',
    source: body,
    run: async ({ first, horizonUrl }) => {
      const record = await first('/offers?limit=1')
      same('self', at(record, '_links.self.href'), `${horizonUrl}/offers/${textAt(record, 'id')}`)
      same('maker', at(record, '_links.offer_maker.href'), `${horizonUrl}/accounts/${textAt(record, 'seller')}`)
    },
  },
  {
    number: 129,
    title: 'the fraction of an offer is the one it was made with, not reduced',
    source: body,
    needs: 'stage',
    run: async (probe) => {
      const { price_r: fraction, price } = (await offer(probe, 1)) as Readonly<Record<string, Json>>
      same('price', [fraction ?? null, price ?? null], [{ n: 4, d: 2 }, '2.0000000'])
    },
  },
  {
    number: 130,
    title: 'the price of an offer is rounded half away from zero, at seven decimals',
    source: body,
    needs: 'stage',
    run: async (probe) => same('price', at(await offer(probe, 4), 'price'), '0.6666667'),
  },
  {
    number: 131,
    title: 'the amount of an offer is what is left of it',
    source: body,
    needs: 'stage',
    run: async (probe) => {
      same('touched', at(await offer(probe, 1), 'amount'), '5.0000000')
      same('untouched', at(await offer(probe, 2), 'amount'), '8.0000000')
    },
  },
  {
    number: 132,
    title: 'offers are listed by id, whatever their price',
    source: list,
    needs: 'stage',
    run: async ({ records, stage }) => {
      const rows = await records(`/offers?seller=${stage.parties.maker.id}&limit=200`)
      const resting = stage.offerIds.filter((_, index) => index !== 0 && index !== 6) // two were taken whole
      same('ids', textsAt(rows, 'id'), resting)
      same('tokens', textsAt(rows, 'paging_token'), resting)
    },
  },
  {
    number: 133,
    title: 'filters of offers hold together',
    source: list,
    needs: 'stage',
    run: async ({ records, stage }) => {
      const usd = `USD:${stage.parties.issuer.id}`
      const rows = await records(`/offers?seller=${stage.parties.maker.id}&selling=${usd}&buying=native&limit=200`)
      same('amounts', textsAt(rows, 'amount'), ['5.0000000', '8.0000000', '20.0000000'])
    },
  },
  {
    number: 134,
    title: 'an asset may be asked for by type, code and issuer as well',
    source: list,
    needs: 'stage',
    run: async ({ records, stage }) => {
      const issuer = stage.parties.issuer.id
      const rows = await records(
        `/offers?selling_asset_type=credit_alphanum4&selling_asset_code=USD&selling_asset_issuer=${issuer}&buying_asset_type=native`,
      )
      same('amounts', textsAt(rows, 'amount'), ['5.0000000', '8.0000000', '20.0000000'])
    },
  },
  {
    number: 135,
    title: 'an offer alone is what the list shows of it',
    source: body,
    needs: 'stage',
    run: async ({ records, read, stage }) => {
      const [record] = await records(`/offers?seller=${stage.parties.maker.id}&limit=1`)
      same('offer', await read(`/offers/${textAt(record, 'id')}`), record)
    },
  },
  {
    number: 136,
    title: 'an offer that was taken whole is not found',
    source: body,
    needs: 'stage',
    run: async ({ get, stage }) => isProblem(await get(`/offers/${stage.offerIds[0]}`), NOT_FOUND),
  },
  {
    number: 137,
    title: 'the offers of an account are those of it as a seller',
    source: 'Horizon: GET /accounts/{id}/offers',
    needs: 'stage',
    run: async ({ records, stage }) => {
      const { id } = stage.parties.maker
      same('offers', await records(`/accounts/${id}/offers`), await records(`/offers?seller=${id}`))
    },
  },
  {
    number: 138,
    title: 'whoever has no offers has an empty list of them, also when nobody knows him',
    source: 'Horizon: GET /accounts/{id}/offers',
    run: async ({ records }) => {
      same('of an account', await records(`/accounts/${STRANGER}/offers`), [])
      same('by seller', await records(`/offers?seller=${STRANGER}`), [])
    },
  },
  {
    number: 139,
    title: 'a sponsored offer names its sponsor, and is found by it',
    source: 'Horizon: sponsorship (CAP-33)',
    needs: 'stage',
    run: async ({ records, stage }) => {
      const { id } = stage.parties.sponsor
      const rows = await records(`/offers?sponsor=${id}`)
      same('sellers', textsAt(rows, 'seller'), [stage.newbie.id])
      same('sponsors', textsAt(rows, 'sponsor'), [id])
    },
  },
  {
    number: 140,
    title: 'there is no offer behind now, whose number is larger than any offer id',
    source: 'Horizon: paging cursors',
    run: async ({ records }) => same('records', await records('/offers?cursor=now'), []),
  },
]
