/**
 * Fixtures for tests against a devnet, in vitest's form.
 *
 * @packageDocumentation
 */
export type { Devnet } from '../devnet.ts'
export type { DevnetOptions } from '../devnetOptions.ts'
export { type DevnetFixtures, devnetFixtures, type FixtureOf } from './devnetFixtures.ts'
