import type { Breakages } from './breakage.ts'
import { conventionBreakages } from './breakages/conventions.ts'

/** For each card what breaks the one behaviour that it checks. */
export const breakages: Breakages = { ...conventionBreakages }
