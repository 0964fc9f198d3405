import type { Card } from '../card.ts'
import { same } from '../expectations.ts'
import { at, listAt, textAt, textsAt } from '../json.ts'
import { isProblem, NOT_FOUND } from '../problems.ts'
import { hasShape } from '../shape.ts'

const body = 'Horizon: claimable balance resource'
const list = 'Horizon: GET /claimable_balances'

/** Claimable balances. */
export const claimableBalanceCards: readonly Card[] = [
  {
    number: 273,
    title: 'a claimable balance has its members in order',
    source: body,
    needs: 'stage',
    run: async ({ read, stage }) =>
      hasShape(
        'balance',
        await read(`/claimable_balances/${stage.balanceId}`),
        '_links{self{href} transactions{} operations{}} id asset amount$ sponsor? last_modified_ledger# ' +
          'last_modified_time@~ claimants[destination predicate{}] flags{clawback_enabled!} paging_token',
      ),
  },
  {
    number: 274,
    title: 'the id of a claimable balance follows from the transaction that made it',
    source: 'stellar-core: claimable balance id (CAP-23)',
    needs: 'stage',
    run: async ({ read, stage }) => {
      const balance = await read(`/claimable_balances/${stage.balanceId}`)
      const members = ['id', 'asset', 'amount', 'sponsor'].map((name) => textAt(balance, name))
      same('balance', members, [stage.balanceId, 'native', '7.0000000', stage.parties.sponsor.id])
    },
  },
  {
    number: 275,
    title: 'claimants come in their order, each with its predicate',
    source: body,
    needs: 'stage',
    run: async ({ read, stage }) => {
      const { payer, maker } = stage.parties
      const before = { abs_before: '2033-05-18T03:33:20Z', abs_before_epoch: '2000000000' }
      same('claimants', (await read(`/claimable_balances/${stage.balanceId}`))['claimants'], [
        { destination: payer.id, predicate: { unconditional: true } },
        { destination: maker.id, predicate: { not: before } },
      ])
    },
  },
  {
    number: 276,
    title: 'the token of a claimable balance is its ledger and its id',
    source: body,
    needs: 'stage',
    run: async ({ read, stage }) => {
      const balance = await read(`/claimable_balances/${stage.balanceId}`)
      same('token', at(balance, 'paging_token'), `${textAt(balance, 'last_modified_ledger')}-${stage.balanceId}`)
    },
  },
  {
    number: 277,
    title: 'claimable balances are found by claimant, sponsor and asset together',
    source: list,
    needs: 'stage',
    run: async ({ records, stage }) => {
      const { maker, sponsor, payer } = stage.parties
      const ids = async (query: string): Promise<readonly string[]> =>
        textsAt(await records(`/claimable_balances?${query}`), 'id')
      same('by all', await ids(`claimant=${maker.id}&sponsor=${sponsor.id}&asset=native`), [stage.balanceId])
      same('by another asset', await ids(`claimant=${payer.id}&asset=USD:${stage.parties.issuer.id}`), [])
    },
  },
  {
    number: 278,
    title: 'a balance that was claimed is not found, and its history is',
    source: list,
    needs: 'stage',
    run: async ({ get, records, stage }) => {
      const claim = textAt(stage.transactions.claim, 'hash')
      const [operation] = await records(`/transactions/${claim}/operations`)
      const id = textAt(operation, 'balance_id')
      isProblem(await get(`/claimable_balances/${id}`), NOT_FOUND)
      const hashes = textsAt(await records(`/claimable_balances/${id}/transactions`), 'hash')
      same('transactions', hashes, [textAt(stage.transactions.balances, 'hash'), claim])
    },
  },
  {
    number: 279,
    title: 'the operations of a balance are those that touch it',
    source: 'Horizon: GET /claimable_balances/{id}/operations',
    needs: 'stage',
    run: async ({ records, stage }) => {
      const rows = await records(`/claimable_balances/${stage.balanceId}/operations`)
      same('types', textsAt(rows, 'type'), ['create_claimable_balance'])
      same('amounts', textsAt(rows, 'amount'), ['7.0000000'])
    },
  },
  {
    number: 280,
    title: 'the history of a balance that never was is not found',
    source: 'Horizon: GET /claimable_balances/{id}/operations',
    run: async ({ get }) => {
      const unknown = `00000000${'ab'.repeat(32)}`
      isProblem(await get(`/claimable_balances/${unknown}/operations`), NOT_FOUND)
      isProblem(await get(`/claimable_balances/${unknown}/transactions`), NOT_FOUND)
    },
  },
  {
    number: 281,
    title: 'claimable balances are listed by ledger and id, and the token goes on from there',
    source: list,
    needs: 'stage',
    run: async ({ read, stage }) => {
      const path = `/claimable_balances?sponsor=${stage.parties.sponsor.id}`
      const page = await read(path)
      const token = textAt(page, '_embedded.records.0.paging_token')
      same('how many', listAt(page, '_embedded.records').length, 1)
      same('after it', at(await read(`${path}&cursor=${token}`), '_embedded.records'), [])
    },
  },
]
