#pragma once
#include <curl/curl.h>

// Swift cannot call variadic C functions: curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt get one typed
// wrapper per kind of argument. The kind must be the one that the option's manual page names.

static inline CURLcode camkeep_easy_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode camkeep_easy_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

/// curl copies the string, except where the option's manual page says otherwise. NULL resets the option.
static inline CURLcode camkeep_easy_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode camkeep_easy_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

/// Provided because function pointers pass through the variadic function too.
static inline CURLcode camkeep_easy_set_receivers(
    CURL *easy, curl_write_callback header, curl_write_callback body, curl_prereq_callback before, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, header);
    if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_HEADERDATA, context);
    if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, body);
    if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_WRITEDATA, context);
    if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, before);
    if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_PREREQDATA, context);
    return code;
}

/// Provided because function pointers pass through the variadic function too.
static inline CURLcode camkeep_easy_set_socket_maker(CURL *easy, curl_opensocket_callback maker) {
    return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, maker);
}

static inline CURLcode camkeep_easy_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode camkeep_easy_get_pointer(CURL *easy, CURLINFO info, void **value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLMcode camkeep_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}
