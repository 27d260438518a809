#pragma once
#include <curl/curl.h>

// libcurl is loaded when the first call is made, not when the program starts: it brings 36 libraries along, which cost 5 of the
// 7 ms that a command without any network would take. So nothing here is linked against it; CCurl.c holds the table.

/// Loads libcurl once, from any thread.
///
/// @return NULL if it is ready, or the loader's own words why not.
const char *camkeep_curl_load(void);

// Swift cannot call variadic C functions: curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt get one typed
// wrapper per kind of argument. The kind must be the one that the option's manual page names.

CURLcode camkeep_easy_set_long(CURL *easy, CURLoption option, long value);

CURLcode camkeep_easy_set_offset(CURL *easy, CURLoption option, curl_off_t value);

/// curl copies the string, except where the option's manual page says otherwise. NULL resets the option.
CURLcode camkeep_easy_set_string(CURL *easy, CURLoption option, const char *value);

CURLcode camkeep_easy_set_pointer(CURL *easy, CURLoption option, void *value);

/// Provided because function pointers pass through the variadic function too.
CURLcode camkeep_easy_set_receivers(CURL *easy, curl_write_callback header, curl_write_callback body, curl_prereq_callback before, void *context);

/// Provided because function pointers pass through the variadic function too.
CURLcode camkeep_easy_set_socket_maker(CURL *easy, curl_opensocket_callback maker);

CURLcode camkeep_easy_get_long(CURL *easy, CURLINFO info, long *value);

CURLcode camkeep_easy_get_pointer(CURL *easy, CURLINFO info, void **value);

CURLMcode camkeep_multi_set_long(CURLM *multi, CURLMoption option, long value);

// The others, under names of our own, because they go through the table.

CURLcode camkeep_global_init(long flags);
CURL *camkeep_easy_init(void);
void camkeep_easy_cleanup(CURL *easy);
const char *camkeep_easy_strerror(CURLcode code);
struct curl_slist *camkeep_slist_append(struct curl_slist *list, const char *text);
void camkeep_slist_free_all(struct curl_slist *list);
CURLM *camkeep_multi_init(void);
CURLMcode camkeep_multi_cleanup(CURLM *multi);
CURLMcode camkeep_multi_add_handle(CURLM *multi, CURL *easy);
CURLMcode camkeep_multi_remove_handle(CURLM *multi, CURL *easy);
CURLMcode camkeep_multi_perform(CURLM *multi, int *running);
CURLMsg *camkeep_multi_info_read(CURLM *multi, int *left);
CURLMcode camkeep_multi_poll(CURLM *multi, struct curl_waitfd *extra, unsigned int count, int milliseconds, int *ready);
CURLMcode camkeep_multi_wakeup(CURLM *multi);
const char *camkeep_multi_strerror(CURLMcode code);
