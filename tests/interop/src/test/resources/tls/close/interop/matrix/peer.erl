%% SPDX-License-Identifier: Apache-2.0
%%! +S 1:1
%% A TLS peer that does what it is told, one command a line: Erlang's ssl application.
%% In active mode: in passive mode recv never returns if close_notify has come before it is called (TLS 1.2, OTP 25).
%%
%% usage: escript peer.erl server|client TLSv1.2|TLSv1.3 authority chain key port
-module(peer).
-export([main/1]).

main([Role, Version, Authority, Chain, Key, Port]) ->
    {ok, _} = application:ensure_all_started(ssl),
    logger:set_primary_config(level, none),
    io:setopts([{encoding, latin1}]),
    Tls = open(Role, [version_option(Version)], Authority, Chain, Key, Port),
    io:format("version ~s~n", [erlang:system_info(otp_release)]),
    io:format("wrapped~n"),
    obey(Tls).

version_option("TLSv1.2") -> {versions, ['tlsv1.2']};
version_option("TLSv1.3") -> {versions, ['tlsv1.3']}.

open("client", Options, Authority, _, _, Port) ->
    {ok, Tls} = ssl:connect({127, 0, 0, 1}, list_to_integer(Port),
        [binary, {active, true}, {nodelay, true}, {verify, verify_peer}, {cacertfile, Authority},
         {server_name_indication, "server.test"} | Options]),
    Tls;
open("server", Options, _, Chain, Key, Port) ->
    {ok, Listener} = ssl:listen(list_to_integer(Port), [binary, {active, true}, {nodelay, true}, {ip, {127, 0, 0, 1}},
        {certfile, Chain}, {keyfile, Key} | Options]),
    {ok, Accepted} = ssl:transport_accept(Listener),
    case ssl:handshake(Accepted) of
        {ok, Tls} -> Tls;
        {error, Reason} -> io:format("handshake ~p~n", [Reason]), halt(1)
    end.

obey(Tls) ->
    case io:get_line("") of
        eof -> ok;
        Line ->
            command(string:lexemes(Line, " \n"), Tls)
    end.

command(["echo"], Tls) ->
    receive {ssl, Tls, Data} -> ok = ssl:send(Tls, Data) end,
    obey(Tls);
command(["drain"], Tls) ->
    drain(Tls, 0),
    obey(Tls);
command(["send", Count], Tls) ->
    io:format("sending ~p~n", [ssl:send(Tls, binary:copy(<<"x">>, list_to_integer(Count)))]),
    obey(Tls);
command(["close"], Tls) ->
    io:format("closed ~p~n", [ssl:close(Tls)]),
    obey(Tls).

%% One message, ssl_closed, for close_notify and for the end of the transport.
drain(Tls, Count) ->
    receive
        {ssl, Tls, Data} -> drain(Tls, Count + byte_size(Data));
        {ssl_closed, Tls} -> io:format("drained ~b closed~n", [Count]);
        {ssl_error, Tls, Reason} -> io:format("drained ~b ~p~n", [Count, Reason])
    end.
