/* test_sha256.c: the digests of FIPS 180-4's examples, and lengths about a block's border. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "platform/sha256.h"

static void assert_digest(const void *data, size_t size, const char *wanted) {
    hm_sha256 sha;
    char digest[65];
    hm_sha256_start(&sha);
    hm_sha256_add(&sha, data, size);
    hm_sha256_finish(&sha, digest);
    assert_string_equal(digest, wanted);
}

static void sha256_digest_examples(void **state) {
    (void)state;
    static const char two_blocks[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    static const char long_blocks[] = "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                                      "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu";
    assert_digest(NULL, 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_digest("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_digest(two_blocks, strlen(two_blocks),
                  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    assert_digest(long_blocks, strlen(long_blocks),
                  "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
}

/* In pieces of all sizes, so that each way over a block's border is taken. */
static void sha256_digest_million(void **state) {
    (void)state;
    static char letters[200];
    memset(letters, 'a', sizeof letters);
    hm_sha256 sha;
    char digest[65];
    hm_sha256_start(&sha);
    size_t left = 1000000;
    for (size_t piece = 0; left > 0; piece = (piece + 7) % sizeof letters) {
        size_t count = piece < left ? piece : left;
        hm_sha256_add(&sha, letters, count);
        left -= count;
    }
    hm_sha256_finish(&sha, digest);
    assert_string_equal(digest, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* Around 56 bytes the length no longer fits into the last block. Digests from coreutils. */
static void sha256_digest_borders(void **state) {
    (void)state;
    static const struct {
        size_t size;
        const char *digest;
    } cases[] = {
        {55, "d5e285683cd4efc02d021a5c62014694958901005d6f71e89e0989fac77e4072"},
        {56, "04c26261370ee7541549d16dee320c723e3fd14671e66a099afe0a377c16888e"},
        {57, "ae14a2563ccf969d99aca69ce6bb74981f734bbf9f655f73b8f06db68cab5217"},
        {63, "75220b47218278e656f2013bb8f0c455a25eaf01e86c64924e9d48d89776d6f2"},
        {64, "7ce100971f64e7001e8fe5a51973ecdfe1ced42befe7ee8d5fd6219506b5393c"},
        {65, "9537c5fdf120482f7d58d25e9ed583f52c02b4e304ea814db1633ad565aed7e9"},
        {119, "000b48d4edf0fa7bee3c6236ecd2785baa5db4eeb8bb54341b029e0d9fa5fb0c"},
        {120, "13f05a0b594787f5ecd315edc96141bd3243203d1b7d4f0836f37308b276ba98"},
    };
    char text[120];
    memset(text, 'x', sizeof text);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_digest(text, cases[i].size, cases[i].digest);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_digest_examples),
        cmocka_unit_test(sha256_digest_million),
        cmocka_unit_test(sha256_digest_borders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
