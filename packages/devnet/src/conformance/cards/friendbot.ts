import type { Card } from '../card.ts'
import { holds, matches, same } from '../expectations.ts'
import { at, textAt, textsAt } from '../json.ts'

const source = 'Horizon: GET /friendbot'

/** The friend of every account. */
export const friendbotCards: readonly Card[] = [
  {
    number: 415,
    title: 'friendbot creates an account of 10,000 lumens, and answers with the transaction',
    source,
    needs: 'stage',
    run: async ({ friendbot, createKeypair, read }) => {
      const id = createKeypair().publicKey()
      const { status, body } = await friendbot(id)
      same('status', status, 200)
      const record = await read(`/transactions/${textAt(body, 'hash')}`)
      same('result', at(body, 'result_xdr'), record['result_xdr'])
      same('balance', at(await read(`/accounts/${id}`), 'balances.0.balance'), '10000.0000000')
    },
  },
  {
    number: 416,
    title: 'friendbot does not fund whom it has funded: a bad request with an explanation, and without extras',
    source,
    needs: 'stage',
    run: async ({ friendbot, stage }) => {
      const { status, body } = await friendbot(stage.parties.fresh.id)
      same('status', [status, at(body, 'status') ?? 0], [400, 400])
      holds('it explains', textAt(body, 'detail') !== '', body)
    },
  },
  {
    number: 417,
    title: 'friendbot may be asked by POST',
    source,
    needs: 'stage',
    run: async ({ friendbot, createKeypair, records }) => {
      const id = createKeypair().publicKey()
      same('status', (await friendbot(id, 'POST')).status, 200)
      same('operations', textsAt(await records(`/accounts/${id}/operations`), 'type'), ['create_account'])
    },
  },
  {
    number: 418,
    title: 'Horizon funds nobody itself: it sends the client to where friendbot is, with the address',
    source,
    needs: 'stage',
    run: async ({ get, createKeypair }) => {
      const id = createKeypair().publicKey()
      const { status, headers } = await get(`/friendbot?addr=${id}`)
      same('status', status, 307)
      matches('Location', headers.location, new RegExp(`^https?://[^/]+/.*[?]addr=${id}$`))
    },
  },
]
