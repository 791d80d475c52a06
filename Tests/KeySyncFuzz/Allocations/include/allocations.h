// What the calling thread has allocated: the C allocator, counted.
#pragma once
#include <stddef.h>

// Begins to count the calling thread's allocations from zero.
void allocations_begin(void);

// The most bytes that were allocated at one time since the beginning, beyond what was allocated then.
size_t allocations_peak(void);

// The bytes that are allocated now, beyond what was allocated at the beginning.
size_t allocations_live(void);
