import { mergeConfig } from 'vite';
import product from '../../vite.config.ts';

/** The product's own build of the parts that are measured; never part of what is shipped. */
export default mergeConfig(product, {
  base: '/',
  build: { outDir: 'test/bench/dist', rolldownOptions: { input: 'test/bench/bench.html' } },
});
