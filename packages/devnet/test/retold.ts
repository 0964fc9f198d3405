import { type Asset, Operation, type xdr } from '@stellar/stellar-sdk'
import type { EffectRow } from '../src/history/effects/effect.ts'
import { effectsOf } from '../src/history/effects/effectsOf.ts'
import { historyOf } from '../src/history/historyOf.ts'
import { type OperationRow, operationsOf } from '../src/history/operationsOf.ts'
import { renderEffect } from '../src/horizon/effectBody/renderEffect.ts'
import type { JsonObject } from '../src/horizon/json.ts'
import { renderOperation } from '../src/horizon/operationBody/renderOperation.ts'
import type { LedgerClose } from '../src/transactions/createLedger.ts'
import { createHandLedger, type HandLedger } from './handLedger.ts'

/** A body as a client reads it. */
export type Body = { readonly [key: string]: unknown }

export const ORIGIN = 'http://horizon'

/** The operations of every transaction of a closed ledger, as history tells them. */
export function operationRows(closed: LedgerClose): readonly OperationRow[] {
  return historyOf(closed).transactions.flatMap(operationsOf)
}

export function effectRows(closed: LedgerClose): readonly EffectRow[] {
  return operationRows(closed).flatMap(effectsOf)
}

/** An operation's body without what all of them begin with; that is what {@link operationPrefix} leaves. */
export function operationBodies(closed: LedgerClose): readonly Body[] {
  return operationRows(closed).map((row) => {
    const body = sent(renderOperation(row, { origin: ORIGIN, joinsTransactions: false }))
    return after(body, 'transaction_hash')
  })
}

/** Accounts that tests of history have. */
const NAMES = ['alice', 'bob', 'carol', 'issuer', 'sponsor'] as const

/** A hand-closed ledger where each of them has 1,000 lumens. */
export function createParty(): HandLedger {
  const hand = createHandLedger()
  hand.fund(...NAMES)
  return hand
}

/** Everybody trusts two assets and holds some of both. */
export function createMarket(): HandLedger & { readonly usd: Asset; readonly eur: Asset } {
  const hand = createParty()
  hand.close(hand.sign('issuer', [Operation.setOptions({ setFlags: 10 as never })]))
  const [usd, eur] = [hand.asset('USD', 'issuer'), hand.asset('EURO', 'issuer')]
  const trust = [usd, eur].map((asset) => Operation.changeTrust({ asset }))
  hand.close(hand.sign('alice', trust), hand.sign('bob', trust))
  const pay = ['alice', 'bob'].flatMap((name) =>
    [usd, eur].map((asset) => Operation.payment({ destination: hand.id(name), asset, amount: '500' })),
  )
  hand.close(hand.sign('issuer', pay))
  return { ...hand, usd, eur }
}

/** Bodies of the operations of one transaction, without what all of them begin with. */
export function bodies(hand: HandLedger, source: string, ...operations: readonly xdr.Operation[]): readonly Body[] {
  return operationBodies(hand.close(hand.sign(source, operations)))
}

/** Members of an asset that `issuer` issues. */
export function issued(hand: HandLedger, code: string, prefix = ''): Body {
  return {
    [`${prefix}asset_type`]: 'credit_alphanum4',
    [`${prefix}asset_code`]: code,
    [`${prefix}asset_issuer`]: hand.id('issuer'),
  }
}

/** Effects of a closed ledger: whose they are, by name, their type, and the members of their own. */
export function retold(
  hand: HandLedger,
  closed: LedgerClose,
): readonly (readonly [account: string, type: string, members: Body])[] {
  const nameOf = (accountId: string): string => NAMES.find((name) => hand.id(name) === accountId) ?? accountId
  return effectRows(closed).map((row) => {
    const body = sent(renderEffect(row, ORIGIN))
    return [nameOf(row.account.accountId), String(body['type']), after(body, 'created_at')]
  })
}

/** What goes over the wire: undefined members do not. */
export function sent(body: JsonObject): Body {
  return JSON.parse(JSON.stringify(body)) as Body
}

/** The members behind a key, in order. */
function after(body: Body, key: string): Body {
  const members = Object.entries(body)
  return Object.fromEntries(members.slice(members.findIndex(([name]) => name === key) + 1))
}

/** The keys of an object in the order in which they were sent. */
export function keys(value: unknown): string {
  return Object.keys(value as Body).join(' ')
}
