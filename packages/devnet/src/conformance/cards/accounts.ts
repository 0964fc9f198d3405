import type { Card } from '../card.ts'
import { ascends, same } from '../expectations.ts'
import { ledgerToken, STRANGER } from '../identifiers.ts'
import { at, listAt, textAt, textsAt } from '../json.ts'
import { isProblem, NOT_FOUND } from '../problems.ts'
import { hasShape } from '../shape.ts'

const body = 'Horizon: account resource'
const entry = 'Horizon: account resource, from the ledger entry'

/** An account as a whole. */
export const accountCards: readonly Card[] = [
  {
    number: 103,
    title: 'an account has its members in order',
    source: body,
    needs: 'stage',
    run: async ({ read, stage }) => {
      const template =
        '_links{} id account_id sequence"#" sequence_ledger#? sequence_time? subentry_count# inflation_destination? ' +
        'home_domain? last_modified_ledger# last_modified_time@~ thresholds{low_threshold# med_threshold# high_threshold#} ' +
        'flags{auth_required! auth_revocable! auth_immutable! auth_clawback_enabled!} balances[] signers[] data{} ' +
        'num_sponsoring# num_sponsored# sponsor? paging_token'
      const { maker, issuer } = stage.parties
      for (const { id } of [maker, issuer, stage.newbie]) hasShape('account', await read(`/accounts/${id}`), template)
    },
  },
  {
    number: 104,
    title: 'an account links to itself, its lists as pages and its data',
    source: body,
    needs: 'stage',
    run: async ({ read, stage, horizonUrl }) => {
      const self = `${horizonUrl}/accounts/${stage.parties.maker.id}`
      const lists = ['transactions', 'operations', 'payments', 'effects', 'offers', 'trades']
      const pages = lists.map(
        (name) => [name, { href: `${self}/${name}{?cursor,limit,order}`, templated: true }] as const,
      )
      const data = { href: `${self}/data/{key}`, templated: true }
      const expected = { self: { href: self }, ...Object.fromEntries(pages), data }
      same('links', at(await read(`/accounts/${stage.parties.maker.id}`), '_links'), expected)
    },
  },
  {
    number: 105,
    title: 'id, account_id and token are the address',
    source: body,
    needs: 'stage',
    run: async ({ read, stage }) => {
      const { id } = stage.parties.maker
      const account = await read(`/accounts/${id}`)
      same(
        'addresses',
        ['id', 'account_id', 'paging_token'].map((name) => textAt(account, name)),
        [id, id, id],
      )
    },
  },
  {
    number: 106,
    title: 'data is base64 by name, and the names are sorted by their bytes',
    source: body,
    needs: 'stage',
    run: async ({ read, stage }) => {
      const { data } = await read(`/accounts/${stage.parties.maker.id}`)
      same('data', data, { Zed: '/wA=', k: 'djE=', 'two words': 'eA==' })
    },
  },
  {
    number: 107,
    title: 'signers are sorted by key, each with the type of its key',
    source: body,
    needs: 'stage',
    run: async ({ read, stage }) => {
      const signers = listAt(await read(`/accounts/${stage.newbie.id}`), 'signers')
      ascends('keys', textsAt(signers, 'key'))
      same('signers', signers.length, 2)
      const types = textsAt(listAt(await read(`/accounts/${stage.parties.vault.id}`), 'signers'), 'type')
      same('types', types, ['ed25519_public_key', 'sha256_hash', 'ed25519_public_key'])
    },
  },
  {
    number: 108,
    title: 'a master key without weight comes last among the signers',
    source: body,
    needs: 'stage',
    run: async ({ read, stage }) => {
      const { id } = stage.parties.vault
      const signers = listAt(await read(`/accounts/${id}`), 'signers')
      same('last', signers.at(-1), { weight: 0, key: id, type: 'ed25519_public_key' })
    },
  },
  {
    number: 109,
    title:
      'an account without a transaction of its own has no sequence ledger, and begins with the ledger of its creation',
    source: entry,
    needs: 'stage',
    run: async ({ read, stage }) => {
      const account = await read(`/accounts/${stage.parties.fresh.id}`)
      same(
        'members',
        ['sequence_ledger', 'sequence_time'].filter((name) => name in account),
        [],
      )
      same('sequence', at(account, 'sequence'), ledgerToken(Number(at(account, 'last_modified_ledger'))).toString())
    },
  },
  {
    number: 110,
    title: 'the sequence ledger and time are those of the last transaction',
    source: entry,
    needs: 'stage',
    run: async ({ read, records, stage }) => {
      const { id } = stage.parties.regulator
      const account = await read(`/accounts/${id}`)
      const [last] = await records(`/accounts/${id}/transactions?order=desc&limit=1`)
      const seconds = Date.parse(textAt(last, 'created_at')) / 1000
      same(
        'sequence, ledger and time',
        ['sequence', 'sequence_ledger', 'sequence_time'].map((name) => textAt(account, name)),
        [textAt(last, 'source_account_sequence'), textAt(last, 'ledger'), seconds.toString()],
      )
    },
  },
  {
    number: 111,
    title: 'the time of the last change is the close of its ledger',
    source: body,
    needs: 'stage',
    run: async ({ read, stage }) => {
      const account = await read(`/accounts/${stage.parties.maker.id}`)
      const ledger = await read(`/ledgers/${textAt(account, 'last_modified_ledger')}`)
      same('last_modified_time', at(account, 'last_modified_time'), at(ledger, 'closed_at'))
    },
  },
  {
    number: 112,
    title: 'a sponsored account names its sponsor, and both count',
    source: 'Horizon: sponsorship (CAP-33)',
    needs: 'stage',
    run: async ({ read, stage }) => {
      const { id } = stage.parties.sponsor
      const account = await read(`/accounts/${stage.newbie.id}`)
      same('sponsor', at(account, 'sponsor'), id)
      same('num_sponsored', at(account, 'num_sponsored'), 6) // 2 of the account, a line, a data entry, a signer, an offer
      same('num_sponsoring', at(await read(`/accounts/${id}`), 'num_sponsoring'), 8) // and 2 claimants of a balance
    },
  },
  {
    number: 113,
    title: 'a sponsored line and a sponsored signer name their sponsor',
    source: 'Horizon: sponsorship (CAP-33)',
    needs: 'stage',
    run: async ({ read, stage }) => {
      const account = await read(`/accounts/${stage.newbie.id}`)
      const { id } = stage.parties.sponsor
      same('line', at(account, 'balances.0.sponsor'), id)
      const signer = listAt(account, 'signers').find((found) => textAt(found, 'key') === stage.parties.payer.id)
      same('signer', signer, { weight: 1, key: stage.parties.payer.id, type: 'ed25519_public_key', sponsor: id })
    },
  },
  {
    number: 114,
    title: 'a home domain is shown where one is set',
    source: body,
    needs: 'stage',
    run: async ({ read, stage }) => {
      same('home_domain', at(await read(`/accounts/${stage.parties.issuer.id}`), 'home_domain'), 'sdex.example')
      same('of another', at(await read(`/accounts/${stage.parties.maker.id}`), 'home_domain'), undefined)
    },
  },
  {
    number: 115,
    title: 'flags are shown one by one',
    source: body,
    needs: 'stage',
    run: async ({ read, stage }) => {
      const flags = { auth_required: true, auth_revocable: true, auth_immutable: false, auth_clawback_enabled: true }
      same('flags', at(await read(`/accounts/${stage.parties.regulator.id}`), 'flags'), flags)
    },
  },
  {
    number: 116,
    title: 'an account that never was, or was merged, is not found',
    source: body,
    needs: 'stage',
    run: async ({ get, stage }) => {
      isProblem(await get(`/accounts/${STRANGER}`), NOT_FOUND)
      isProblem(await get(`/accounts/${stage.parties.leaver.id}`), NOT_FOUND)
    },
  },
  {
    number: 117,
    title: 'a merged account keeps its history',
    source: 'Horizon: history accounts',
    needs: 'stage',
    run: async ({ records, stage }) => {
      const rows = await records(`/accounts/${stage.parties.leaver.id}/transactions`)
      same('last transaction', textsAt(rows, 'hash').at(-1), textAt(stage.transactions.merge, 'hash'))
    },
  },
]
