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
export const NAMES = ['alice', 'bob', 'carol', 'issuer', 'sponsor'] as const

/** A hand-closed ledger where each of them has 1,000 lumens. */
export function createParty(): HandLedger {
  const hand = createHandLedger()
  hand.fund(...NAMES)
  return hand
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
