/* Tests of platform/recycler.h: what is given back is given again, and all of it goes back at the
 * end. */
#include "core_support.h"

#include "platform/recycler.h"

static void blocks_are_given_again(void **state) {
    (void)state;
    counted host = {0};
    const hm_allocator from = {counted_resize, &host};
    hm_recycler r;
    assert_true(hm_recycler_open(&r, &from));
    char *first = hm_allocate(&r.allocator, 1000), *other = hm_allocate(&r.allocator, 1000);
    assert_true(first && other && first != other);
    hm_release(&r.allocator, first, 1000);
    assert_ptr_equal(hm_allocate(&r.allocator, 1001), first);
    hm_release(&r.allocator, first, 1001);
    memset(other, 'x', 1000);
    char *longer = hm_resize(&r.allocator, other, 1000, 5000);
    assert_true(longer && longer[0] == 'x' && longer[999] == 'x');
    assert_ptr_equal(hm_resize(&r.allocator, longer, 5000, 4999), longer);
    assert_null(hm_allocate(&r.allocator, SIZE_MAX));
    hm_release(&r.allocator, longer, 4999);
    hm_recycler_close(&r);
    assert_int_equal(host.bytes, 0);
}

/* Of more sizes than it keeps blocks of, too. */
static void many_sizes_go_back(void **state) {
    (void)state;
    counted host = {0};
    const hm_allocator from = {counted_resize, &host};
    hm_recycler r;
    void *blocks[2 * HM_RECYCLER_SIZES];
    assert_true(hm_recycler_open(&r, &from));
    for (size_t i = 0; i < COUNT(blocks); i++)
        blocks[i] = hm_allocate(&r.allocator, 64 * (i + 1));
    for (size_t i = 0; i < COUNT(blocks); i++)
        hm_release(&r.allocator, blocks[i], 64 * (i + 1));
    hm_recycler_close(&r);
    assert_int_equal(host.bytes, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_given_again),
        cmocka_unit_test(many_sizes_go_back),
    };
    return cmocka_run_group_tests_name("recycler", tests, NULL, NULL);
}
