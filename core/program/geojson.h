/* geojson.h: a table joined to the features of a GeoJSON file (RFC 7946). */
#ifndef HM_GEOJSON_H
#define HM_GEOJSON_H

#include <lua.h>

/* A function of the module `hundredmark.program`.
 *
 * join_geojson(path, key, table, keys [, file]): copies the feature collection at `path` to the
 *     open `file`, or without one only reads it, byte for byte but for the properties: each feature
 * whose property `key` is a text or a number that is, as it stands, the key of a row gets the row's
 * cells, as properties with the names of their columns, in place of those of the same names; all
 * other features get null. `keys` is a list with a text a row, no two the same, or false: no
 * feature's.
 *
 * { features = how many there are, keyless = how many have no such property, unmatched = list of
 * the texts of those that are no row's, matched = set of the rows that are a feature's, first =
 * list of the names of the first feature's properties }; or nil and the error of reading, or the
 * reason why it cannot be written. */
int hm_geojson_join(lua_State *L);

#endif
