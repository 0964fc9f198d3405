import type { Card } from './card.ts'
import { conventionCards } from './cards/conventions.ts'
import { instanceCards } from './cards/instance.ts'
import { ledgerCards } from './cards/ledgers.ts'
import { pagingCards } from './cards/paging.ts'
import { parameterCards } from './cards/parameters.ts'
import { retentionCards } from './cards/retention.ts'

/** Every card, by number. */
export const allCards: readonly Card[] = [
  ...conventionCards,
  ...pagingCards,
  ...retentionCards,
  ...parameterCards,
  ...instanceCards,
  ...ledgerCards,
]
