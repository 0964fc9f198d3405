/** Bottleneck without its Redis store, which needs Node. It ships no types of its own. */
declare module 'bottleneck/light.js' {
  import Bottleneck from 'bottleneck'
  export = Bottleneck
}
