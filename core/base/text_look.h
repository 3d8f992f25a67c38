/* text_look.h: do two names look the same to people?
 *
 * They do where they differ only in capital and small letters (Latin, Greek, Cyrillic), in blanks
 * of any kind and how many there are, in invisible characters, in letters with their marks in one
 * character or in two (é), in zeros before a whole number, or in marks between words where the
 * other has blanks (St. Gallen, Frankfurt-am-Main). Of letters the blocks Latin-1, Latin Extended-A
 * and -B, Latin Extended Additional, Greek and Cyrillic are known. */
#ifndef HM_TEXT_LOOK_H
#define HM_TEXT_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Names that look the same have the same one; others hardly ever. */
uint64_t hm_look_hash(const char *text, size_t size);
bool hm_looks_same(const char *a, size_t a_size, const char *b, size_t b_size);

/* Writes the name for a message in which another looks the same: as hm_text_quote, and marks that
 * belong to the letter before them as \u{308}. Returns the length. */
size_t hm_look_quote(const char *text, size_t size, char *out, size_t out_size);

/* The character that is a letter with a mark, taken apart; false where it is none that is known.
 * (text_marks.c) */
bool hm_letter_apart(uint32_t character, uint32_t *letter, uint32_t *mark);

#endif
