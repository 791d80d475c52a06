// Stands in front of the C allocator in the executable that links it and counts, for each thread, what is live.
// Only glibc lets an executable do so by these names.
#include "allocations.h"
#include <errno.h>
#include <malloc.h>
#include <stdlib.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *pointer, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *pointer);

static _Thread_local ptrdiff_t live, peak;

static void *counted(void *pointer) {
  if (pointer) {
    live += (ptrdiff_t)malloc_usable_size(pointer);
    if (live > peak) peak = live;
  }
  return pointer;
}

void allocations_begin(void) { live = peak = 0; }

size_t allocations_peak(void) { return (size_t)peak; }

size_t allocations_live(void) { return live > 0 ? (size_t)live : 0; }

void *malloc(size_t size) { return counted(__libc_malloc(size)); }

void *calloc(size_t count, size_t size) { return counted(__libc_calloc(count, size)); }

void *memalign(size_t alignment, size_t size) { return counted(__libc_memalign(alignment, size)); }

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **pointer, size_t alignment, size_t size) {
  *pointer = memalign(alignment, size);
  return *pointer ? 0 : ENOMEM;
}

void *realloc(void *pointer, size_t size) {
  size_t before = pointer ? malloc_usable_size(pointer) : 0;
  void *moved = __libc_realloc(pointer, size);
  if (!moved && size) return NULL;
  live -= (ptrdiff_t)before;
  return counted(moved);
}

void free(void *pointer) {
  if (!pointer) return;
  live -= (ptrdiff_t)malloc_usable_size(pointer);
  __libc_free(pointer);
}
