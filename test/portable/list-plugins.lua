-- Ardour without a window: prints every plugin that it can use, as format, id and name with tabs between them.
-- It wants an engine that plays to nobody, and a session in $HOME: without one there are no plugins at all.
local FORMATS = { [1] = "LADSPA", [2] = "LV2", [4] = "VST2", [6] = "built-in", [8] = "VST3" }

AudioEngine:set_backend("None (Dummy)", "", "")
if not create_session(os.getenv("HOME") .. "/session", "session", 48000) then
  error("there is no session")
end

for plugin in ARDOUR.LuaAPI.list_plugins():iter() do
  local format = FORMATS[plugin.type] or tostring(plugin.type)
  print(format .. "\t" .. plugin.unique_id .. "\t" .. plugin.name)
end
os.exit(0) -- closing the session takes a second, and nobody needs it any more
