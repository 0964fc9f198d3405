import { Buffer } from 'node:buffer'
import type { Card } from '../card.ts'
import { ascends, same } from '../expectations.ts'
import { STRANGER } from '../identifiers.ts'
import { at, isObject, type Json, textAt, textsAt } from '../json.ts'
import { INVALID_ACCOUNTS_PARAMETERS, isProblem, NOT_FOUND } from '../problems.ts'

const list = 'Horizon: GET /accounts'
const entry = 'Horizon: GET /accounts/{id}/data/{key}'

/** An account without its signers, whose order a list leaves open. */
function withoutSigners(account: Json | undefined): Json {
  const { signers: _, ...rest } = isObject(account) ? account : {}
  return rest
}

/** Accounts found by what they hold, and their data. */
export const accountListCards: readonly Card[] = [
  {
    number: 261,
    title: 'accounts are found by exactly one filter',
    source: list,
    run: async ({ get }) => {
      isProblem(await get('/accounts'), INVALID_ACCOUNTS_PARAMETERS)
      isProblem(await get(`/accounts?signer=${STRANGER}&sponsor=${STRANGER}`), INVALID_ACCOUNTS_PARAMETERS)
    },
  },
  {
    number: 262,
    title: 'a signer finds the accounts that it signs for, and its own while its master key has weight',
    source: list,
    needs: 'stage',
    run: async ({ records, stage }) => {
      const { payer, vault } = stage.parties
      const ids = textsAt(await records(`/accounts?signer=${payer.id}`), 'id')
      same('ids', ids, [payer.id, vault.id, stage.newbie.id].sort())
      same('of the master key without weight', await records(`/accounts?signer=${vault.id}`), [])
    },
  },
  {
    number: 263,
    title: 'an asset finds whoever has a line for it, authorized or not',
    source: list,
    needs: 'stage',
    run: async ({ records, stage }) => {
      const { holder, ward, regulator } = stage.parties
      const ids = textsAt(await records(`/accounts?asset=REG:${regulator.id}`), 'id')
      same('ids', ids, [holder.id, ward.id].sort())
    },
  },
  {
    number: 264,
    title: 'a sponsor finds the accounts of which it sponsors anything',
    source: list,
    needs: 'stage',
    run: async ({ records, stage }) => {
      same('ids', textsAt(await records(`/accounts?sponsor=${stage.parties.sponsor.id}`), 'id'), [stage.newbie.id])
    },
  },
  {
    number: 265,
    title: 'a pool finds whoever has a share in it',
    source: list,
    needs: 'stage',
    run: async ({ records, stage }) => {
      const ids = textsAt(await records(`/accounts?liquidity_pool=${stage.poolId}`), 'id')
      same('ids', ids, [stage.parties.provider.id])
    },
  },
  {
    number: 266,
    title: 'accounts are listed by their address, which is the cursor',
    source: list,
    needs: 'stage',
    run: async ({ records, stage }) => {
      const path = `/accounts?asset=USD:${stage.parties.issuer.id}`
      const ids = textsAt(await records(path), 'id')
      ascends('ids', ids)
      same('how many', ids.length, 5)
      same('after the second', textsAt(await records(`${path}&cursor=${ids[1]}`), 'id'), ids.slice(2))
    },
  },
  {
    number: 267,
    title: 'an account in a list is what it is alone, but for the order of its signers',
    source: list,
    needs: 'stage',
    run: async ({ records, read, stage }) => {
      const [account] = await records(`/accounts?liquidity_pool=${stage.poolId}`)
      same('account', withoutSigners(account), withoutSigners(await read(`/accounts/${stage.parties.provider.id}`)))
    },
  },
  {
    number: 268,
    title: 'a data entry is its value, and its sponsor where it has one',
    source: entry,
    needs: 'stage',
    run: async ({ read, stage }) => {
      same('alone', await read(`/accounts/${stage.parties.maker.id}/data/k`), { value: 'djE=' })
      const sponsored = { value: 'eWVz', sponsor: stage.parties.sponsor.id }
      same('sponsored', await read(`/accounts/${stage.newbie.id}/data/sponsored`), sponsored)
    },
  },
  {
    number: 269,
    title: 'a data entry may be had as its bytes',
    source: entry,
    needs: 'stage',
    run: async ({ get, stage }) => {
      const headers = { Accept: 'application/octet-stream' }
      const { status, bytes } = await get(`/accounts/${stage.parties.maker.id}/data/Zed`, headers)
      same('status and bytes', [status, Buffer.from(bytes).toString('hex')], [200, 'ff00'])
    },
  },
  {
    number: 270,
    title: 'the name of a data entry is unescaped',
    source: entry,
    needs: 'stage',
    run: async ({ read, stage }) => {
      same('value', await read(`/accounts/${stage.parties.maker.id}/data/two%20words`), { value: 'eA==' })
    },
  },
  {
    number: 271,
    title: 'a data entry that is not there is not found',
    source: entry,
    needs: 'stage',
    run: async ({ get, stage }) => isProblem(await get(`/accounts/${stage.parties.maker.id}/data/none`), NOT_FOUND),
  },
  {
    number: 272,
    title: 'a sponsorship that was revoked is gone from the entry',
    source: 'Horizon: sponsorship (CAP-33)',
    needs: 'stage',
    run: async ({ read, stage }) => {
      same('entry', at(await read(`/accounts/${stage.newbie.id}/data/freed`), 'sponsor'), undefined)
      same('value', textAt(await read(`/accounts/${stage.newbie.id}`), 'data.freed'), 'c29vbg==')
    },
  },
]
