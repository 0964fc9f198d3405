import type { Card } from './card.ts'
import { operationOf } from './cards/operations.ts'
import { same } from './expectations.ts'
import { type Json, textAt, textsAt } from './json.ts'
import type { Probe } from './probe.ts'
import type { TransactionName } from './stage/stage.ts'

/** Where effects and their order come from. */
export const EFFECTS_SOURCE = 'Horizon: effects of an operation'

/** Of every effect, before what its type adds. */
export const EFFECT_PREFIX: string =
  '_links{operation{href} succeeds{href} precedes{href}} id paging_token account account_muxed? account_muxed_id"#"? type type_i# created_at@'

/** The effects of an operation of the stage. */
export async function effectsOf(probe: Probe, transaction: TransactionName, index: number): Promise<readonly Json[]> {
  const operation = await operationOf(probe, { transaction, index })
  return probe.records(`/operations/${textAt(operation, 'id')}/effects?limit=200`)
}

/** Their types. */
export function typesOf(effects: readonly Json[]): readonly string[] {
  return textsAt(effects, 'type')
}

/** A card that the types of an operation's effects are these, in order. */
export function effectTypesCard(
  number: number,
  title: string,
  {
    transaction,
    index,
    types,
  }: { readonly transaction: TransactionName; readonly index: number; readonly types: readonly string[] },
): Card {
  return {
    number,
    title,
    source: EFFECTS_SOURCE,
    needs: 'stage',
    run: async (probe) => same('types', typesOf(await effectsOf(probe, transaction, index)), types),
  }
}
