/** First byte of linear memory that the module itself does not use. A function, since an exported
 *  constant would reach the host as a WebAssembly.Global object. */
export function heapBase(): usize {
  return __heap_base;
}
