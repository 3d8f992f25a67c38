/* test_data_languages.c: data whose columns and words are in another language. */
#define _XOPEN_SOURCE 700
#include "dataset_support.h"

static const hm_data_word french_words[] = {
    {"city", "ville"},
    {"period", "période"},
    {"input", "entrée"},
    {"value", "valeur"},
    {"status", "statut"},
    {"verified", "vérifié"},
    {"label", "nom"},
    {"note", "remarque"},
    {"ranked", "classée"},
    {"yes", "oui"},
    {"no", "non"},
    {"observed", "observé"},
    {"not_reported", "non communiqué"},
    {"not_applicable", "sans objet"},
};
static const hm_data_word german_words[] = {
    {"city", "Stadt"}, {"period", "Zeitraum"}, {"yes", "ja"}, {"no", "nein"}};
static const hm_data_language french = {french_words, COUNT(french_words)};
static const hm_data_language german = {german_words, COUNT(german_words)};

static hm_dataset *new_bilingual(void) {
    hm_dataset *dataset = new_dataset();
    hm_error error;
    assert_int_equal(hm_dataset_add_language(dataset, &french, &error), HM_OK);
    assert_int_equal(hm_dataset_add_language(dataset, &german, &error), HM_OK);
    return dataset;
}

static void expect_shown(hm_dataset *dataset, const char *text, const char *expected) {
    read_text(dataset, "a.csv", text);
    expect_dataset(dataset, expected);
}

static void languages_header_long(void **state) {
    (void)state;
    expect_shown(new_bilingual(),
                 "Ville,période,nom,valeur,statut,remarque,entrée\n"
                 "A,2025,trees,5,Observé,n,x\nA,2025,trees,,non communiqué,n,y\n"
                 "A,2025,trees,,not_applicable,n,z\n",
                 "A 2025 x = 5 @2:14\nA 2025 y = NR @3:14\nA 2025 z = NA @4:14\n");
}

static void languages_header_wide(void **state) {
    (void)state;
    expect_shown(new_bilingual(), "Stadt;Zeitraum;x\nA;2025;5\n", "A 2025 x = 5 @2:8\n");
    expect_shown(new_bilingual(), "city,Zeitraum,x\nA,2025,5\n", "A 2025 x = 5 @2:8\n");
}

/* An input that is called as a column in another language is an input where the header is English.
 */
static void languages_header_english_goes_first(void **state) {
    (void)state;
    expect_shown(new_bilingual(), "city,period,valeur,statut\nA,2025,5,6\n",
                 "A 2025 valeur = 5 @2:8\nA 2025 statut = 6 @2:10\n");
}

static void expect_refused(const char *text, uint32_t column, const char *message) {
    hm_dataset *dataset = new_bilingual();
    hm_error error;
    assert_int_equal(hm_dataset_read_memory(dataset, "a.csv", text, strlen(text), &error),
                     HM_ERROR_DATA);
    assert_string_equal(error.message, message);
    assert_int_equal(error.column, column);
    hm_dataset_free(dataset);
}

static void languages_header_misspelt(void **state) {
    (void)state;
    expect_refused("ville,période,entré,valeur\nA,2025,x,5\n", 15,
                   "found the columns ville, période, entré, valeur; expected "
                   "ville,période,entrée,valeur or ville,période and one column an input; column "
                   "\"entré\": did you mean \"entrée\"?");
    expect_refused("vile,Zeitraum,x\nA,2025,5\n", 1,
                   "found the columns vile, Zeitraum, x; expected Stadt,Zeitraum,input,value or "
                   "Stadt,Zeitraum and one column an input");
    expect_refused("ville,city,période,x\nA,A,2025,5\n", 7, "column `city` stands twice");
}

static void languages_cells(void **state) {
    (void)state;
    expect_shown(new_bilingual(),
                 "city,period,input,value,status,verified\nA,2025,x,5,observe,oui\n"
                 "A,2025,y,5,observé,ja\nA,2025,z,5,sans objet,nein\nA,2025,w,5,,vielleicht\n",
                 "A 2025 x = rejected @2:10\nA 2025 y = 5 @3:10\nA 2025 z = rejected @4:10\n"
                 "A 2025 w = 5 @5:10\n"
                 "! 2:12 input \"x\": found status \"observe\", expected observed, not_reported or "
                 "not_applicable: did you mean \"observed\"?\n"
                 "! 4:12 input \"z\": found status sans objet with a value, expected no value or "
                 "status observed\n"
                 "? 5:13 input \"w\": found \"vielleicht\" for verified, expected yes or no: it is "
                 "left out\n");
}

static void languages_cells_verified(void **state) {
    (void)state;
    hm_dataset *dataset = new_bilingual();
    hm_error error;
    read_text(dataset, "a.csv",
              "city,period,input,value,verified\nA,2025,x,5,Oui\nA,2025,y,5,nein\nA,2025,z,5,no\n");
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    assert_int_equal(hm_series_verified(hm_dataset_series(dataset, "x"), 0), 1);
    assert_int_equal(hm_series_verified(hm_dataset_series(dataset, "y"), 0), 0);
    assert_int_equal(hm_series_verified(hm_dataset_series(dataset, "z"), 0), 0);
    hm_dataset_free(dataset);
}

static void languages_cities(void **state) {
    (void)state;
    static const char cities[] = "ville,classée,pays\nA,non,X\nB,ja,Y\n";
    hm_dataset *dataset = new_bilingual();
    hm_error error;
    read_text(dataset, "a.csv", "city,period,x\nA,2025,5\nB,2025,6\n");
    assert_int_equal(
        hm_dataset_read_cities_memory(dataset, "c.csv", cities, sizeof cities - 1, &error), HM_OK);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    assert_int_equal(hm_dataset_unit_is_ranked(dataset, 0), 0);
    assert_int_equal(hm_dataset_unit_is_ranked(dataset, 1), 1);
    assert_int_equal(hm_dataset_city_column_count(dataset), 1);
    assert_int_equal(hm_issues_count(hm_dataset_issues(dataset)), 0);
    hm_dataset_free(dataset);
}

/* Without a language they are words like any other. */
static void languages_none(void **state) {
    (void)state;
    expect_shown(new_dataset(), "city,period,input,value,verified\nA,2025,x,5,oui\n",
                 "A 2025 x = 5 @2:10\n"
                 "? 2:12 input \"x\": found \"oui\" for verified, expected yes or no: it is left "
                 "out\n");
}

static void languages_argument(void **state) {
    (void)state;
    const hm_data_word unknown = {"citty", "ville"}, empty = {"city", ""};
    hm_dataset *dataset = new_dataset();
    hm_error error;
    assert_int_equal(hm_dataset_add_language(NULL, &french, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_add_language(dataset, NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_add_language(dataset, &(hm_data_language){NULL, 1}, &error),
                     HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_add_language(dataset, &(hm_data_language){&empty, 1}, &error),
                     HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_add_language(dataset, &(hm_data_language){&unknown, 1}, &error),
                     HM_ERROR_ARGUMENT);
    assert_string_equal(error.message, "data have no word \"citty\": did you mean \"city\"?");
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    assert_int_equal(hm_dataset_add_language(dataset, &french, &error), HM_ERROR_ARGUMENT);
    hm_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages_header_long),
        cmocka_unit_test(languages_header_wide),
        cmocka_unit_test(languages_header_english_goes_first),
        cmocka_unit_test(languages_header_misspelt),
        cmocka_unit_test(languages_cells),
        cmocka_unit_test(languages_cells_verified),
        cmocka_unit_test(languages_cities),
        cmocka_unit_test(languages_none),
        cmocka_unit_test(languages_argument),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
