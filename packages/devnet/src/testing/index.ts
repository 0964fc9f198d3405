/**
 * Fixtures for tests against a devnet, in vitest's form.
 *
 * @packageDocumentation
 */
export { type DevnetFixtures, devnetFixtures, type FixtureOf } from './devnetFixtures.ts'
