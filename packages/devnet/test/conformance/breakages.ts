import type { Breakages } from './breakage.ts'
import { conventionBreakages } from './breakages/conventions.ts'
import { instanceBreakages, ledgerBreakages } from './breakages/instance.ts'
import { pagingBreakages, retentionBreakages } from './breakages/paging.ts'
import { parameterBreakages } from './breakages/parameters.ts'

/** For each card what breaks the one behaviour that it checks. */
export const breakages: Breakages = {
  ...conventionBreakages,
  ...pagingBreakages,
  ...retentionBreakages,
  ...parameterBreakages,
  ...instanceBreakages,
  ...ledgerBreakages,
}
